package dev.podnet.backends.common;

import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.IpSet;
import dev.podnet.plan.Match;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.Part;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What every host of a pod network has, whatever carries the packets: forwarding and masquerade. */
public final class PodNetwork {

  /** The own chain that accepts what is forwarded from and to pods. */
  public static final String FORWARD = "PODNET-FORWARD";

  /** The own chain that gives pod traffic to the outside the node's address. */
  public static final String MASQUERADE = "PODNET-MASQUERADE";

  private PodNetwork() {}

  /** The shared fragment of the pod network; every host includes it. */
  public static FragmentBuilder fragment(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    FragmentBuilder shared = plan.shared(
        "network", Part.NETWORK, "the pod network of cluster " + cluster.name() + ": forwarding");
    cluster.nodes().forEach(node -> plan.include(node.name(), "network"));
    return shared;
  }

  /** The range of pods of a family, if pods have addresses of it. */
  public static Optional<Cidr> range(Cluster cluster, IpFamily family) {
    return cluster.settings().podCidrs().stream()
        .map(Located::value)
        .filter(c -> c.family() == family)
        .findFirst();
  }

  /**
   * Forwarding, the acceptance of pod traffic, and masquerade where the cluster wants it.
   *
   * @param nodesKnowPods whether the underlay carries packets with pod addresses, so that a node of the cluster may see
   *     a pod's own address; else pod traffic to a node's address is masqueraded like all that leaves the pod network
   */
  public static void contribute(BackendContext context, PlanBuilder plan, boolean nodesKnowPods) {
    Cluster cluster = context.cluster();
    FragmentBuilder shared = fragment(context, plan);
    for (Located<Cidr> range : cluster.settings().podCidrs()) {
      Cidr pods = range.value();
      IpFamily family = pods.family();
      shared.sysctl(new Sysctl(
          family == IpFamily.IPV4 ? "net/ipv4/ip_forward" : "net/ipv6/conf/all/forwarding",
          "1",
          "nodes forward the packets of their pods"));
      String whose = "pods of cluster " + cluster.name();
      shared.chain(new Chain(
          family,
          Table.FILTER,
          FORWARD,
          List.of(
              RuleBuilder.rule(whose).from(pods).then(new Target.Accept()),
              RuleBuilder.rule(whose).to(pods).then(new Target.Accept()))));
      shared.hook(new Hook(family, Table.FILTER, Hook.Base.FORWARD, FORWARD));
      if (cluster.settings().masquerade()) {
        boolean exempt = nodesKnowPods && nodeSet(cluster, family, shared);
        shared.chain(new Chain(family, Table.NAT, MASQUERADE, masquerade(cluster, pods, exempt)));
        shared.hook(new Hook(family, Table.NAT, Hook.Base.POSTROUTING, MASQUERADE));
      }
    }
  }

  /** The set of the nodes' own addresses. */
  private static String nodes(IpFamily family) {
    return family == IpFamily.IPV4 ? "PODNET-NODES" : "PODNET-NODES-6";
  }

  /** Adds the set of the nodes of a family; says whether there is any. However many they are, one rule asks for them. */
  private static boolean nodeSet(Cluster cluster, IpFamily family, FragmentBuilder shared) {
    List<String> members = cluster.nodes().stream()
        .flatMap(n -> n.address(family).stream())
        .sorted()
        .map(IpAddress::toString)
        .toList();
    if (!members.isEmpty()) {
      shared.ipSet(new IpSet(
          nodes(family),
          "hash:ip",
          family,
          members,
          "nodes of cluster " + cluster.name() + ", which know where pods are"));
    }
    return !members.isEmpty();
  }

  private static List<Rule> masquerade(Cluster cluster, Cidr pods, boolean nodesKnowPods) {
    IpFamily family = pods.family();
    Cidr multicast = Cidr.parse(family == IpFamily.IPV4 ? "224.0.0.0/4" : "ff00::/8");
    Target.Return leave = new Target.Return();
    List<Rule> rules = new ArrayList<>();
    rules.add(RuleBuilder.rule("not from a pod").notFrom(pods).then(leave));
    rules.add(RuleBuilder.rule("pod to pod").to(pods).then(leave));
    rules.add(RuleBuilder.rule("multicast").to(multicast).then(leave));
    if (nodesKnowPods) {
      rules.addAll(nodePorts(cluster));
      rules.add(RuleBuilder.rule("pod to node")
          .match(new Match.InSet(nodes(family), List.of("dst"), false))
          .then(leave));
    }
    rules.add(RuleBuilder.rule("pods to the world outside cluster " + cluster.name())
        .then(new Target.Masquerade()));
    return rules;
  }

  /**
   * A node port leads on, maybe to another node, whose answer would go to the pod directly and not by way of the node that
   * was asked. So a pod asks another node as its own node does.
   */
  private static List<Rule> nodePorts(Cluster cluster) {
    SortedSet<Protocol> protocols = new TreeSet<>();
    for (Service service : cluster.services()) {
      service.ports().stream()
          .filter(p -> p.nodePort().isPresent())
          .forEach(p -> protocols.add(p.protocol()));
    }
    return protocols.stream()
        .map(protocol -> RuleBuilder.rule("node ports of other nodes")
            .ports(protocol, cluster.settings().nodePortRange())
            .notState(CtState.DNAT)
            .then(new Target.Masquerade()))
        .toList();
  }
}
