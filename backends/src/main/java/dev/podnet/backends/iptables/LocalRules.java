package dev.podnet.backends.iptables;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Cluster;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.Part;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules of one family that differ between nodes: the traffic policy Local, and pods that reach themselves.
 *
 * <p>They need nothing of the shared chains and do not depend on which of the two is asked first: what is here is not
 * there, and the other way round.
 */
final class LocalRules {

  /** So many pods that reach themselves are looked through without asking first whether it can be one of them. */
  private static final int FEW = 8;

  private final Cluster cluster;
  private final IpFamily family;
  private final Endpoints endpoints;
  private final Chains names;
  private final Optional<Cidr> pods;
  private final SortedMap<String, OfNode> nodes = new TreeMap<>();

  /** What a node has. */
  private static final class OfNode {
    final SortedMap<String, List<Rule>> chains = new TreeMap<>();
    final Dispatch inside;
    final Dispatch outside;
    final SortedMap<IpAddress, String> hairpin = new TreeMap<>();

    private final Node node;

    OfNode(Node node, ClusterSettings settings, IpFamily family) {
      this.node = node;
      this.inside = new Dispatch(settings, family, Chains.LOCAL_INSIDE);
      this.outside = new Dispatch(settings, family, Chains.LOCAL_OUTSIDE);
    }

    /** The range of its pods that holds all who may reach themselves. */
    Optional<Cidr> range(IpFamily family) {
      return node.podCidrs().stream()
          .map(Located::value)
          .filter(c -> c.family() == family && hairpin.keySet().stream().allMatch(c::contains))
          .findFirst();
    }
  }

  LocalRules(Cluster cluster, IpFamily family, Endpoints endpoints, Chains names) {
    this.cluster = cluster;
    this.family = family;
    this.endpoints = endpoints;
    this.names = names;
    this.pods = PodNetwork.range(cluster, family);
    cluster.nodes().forEach(n -> nodes.put(n.name(), new OfNode(n, cluster.settings(), family)));
  }

  /** Adds a port of a service that has the family. */
  void add(Service service, Service.Port port) {
    for (Service.Backend backend : port.backends()) {
      IpAddress ip = backend.endpoint().ip();
      if (ip.family() == family && !endpoints.isNode(ip)) {
        String whose =
            backend.endpoint().pod().map(Object::toString).orElse(service.ref().toString());
        endpoints
            .nodeOf(backend.endpoint())
            .map(nodes::get)
            .ifPresent(node -> node.hairpin.putIfAbsent(ip, whose));
      }
    }
    Exposure exposure = Exposure.of(service, port, family);
    boolean inside = service.internalLocal() && exposure.clusterIp().isPresent();
    boolean outside = service.externalLocal() && exposure.external();
    if (inside || outside) {
      endpoints.local(service, port, family).forEach((name, backends) -> {
        OfNode node = nodes.get(name);
        if (node != null) {
          node.chains.put(
              names.local(service, port), chain(service, port, exposure, inside, backends));
          if (inside) {
            IpAddress ip = exposure.clusterIp().get();
            node.inside.to(ip, to(ip, port, service, "").jump(names.local(service, port)));
          }
          if (outside) {
            outside(service, port, exposure, node.outside);
          }
        }
      });
    }
  }

  private List<Rule> chain(
      Service service,
      Service.Port port,
      Exposure exposure,
      boolean inside,
      List<Service.Backend> backends) {
    List<Rule> rules = new ArrayList<>();
    if (inside) {
      rules.add(
          SharedRules.masquerade(cluster, pods, to(exposure.clusterIp().get(), port, service, "")));
    }
    rules.addAll(Balance.rules(service, port, backends));
    return rules;
  }

  private void outside(Service service, Service.Port port, Exposure exposure, Dispatch dispatch) {
    String chain = names.local(service, port);
    for (IpAddress ip : exposure.externalIps()) {
      dispatch.to(ip, to(ip, port, service, " external IP").jump(chain));
    }
    for (IpAddress ip : exposure.loadBalancerIps()) {
      if (exposure.sourceRanges().isEmpty()) {
        dispatch.to(ip, to(ip, port, service, " load balancer IP").jump(chain));
      }
      for (Cidr range : exposure.sourceRanges()) {
        dispatch.to(ip, to(ip, port, service, " source range").from(range).jump(chain));
      }
    }
    exposure
        .nodePort()
        .ifPresent(number -> dispatch.nodePort(
            number,
            rule(service.portName(port) + " node port")
                .port(port.protocol(), number)
                .jump(chain)));
  }

  private static RuleBuilder to(IpAddress ip, Service.Port port, Service service, String what) {
    return rule(service.portName(port) + what).to(ip).port(port.protocol(), port.number());
  }

  /** Writes everything down. */
  void contribute(PlanBuilder plan) {
    nodes.forEach((name, node) -> {
      FragmentBuilder host = plan.host(name, Part.SERVICES);
      SortedMap<String, List<Rule>> chains = node.chains;
      if (!chains.isEmpty()) {
        chains.put(Chains.LOCAL, dispatch(node));
        host.hook(new Hook(family, Table.NAT, Hook.Base.PREROUTING, Chains.LOCAL));
        host.hook(new Hook(family, Table.NAT, Hook.Base.OUTPUT, Chains.LOCAL));
      }
      if (!node.hairpin.isEmpty()) {
        chains.put(Chains.HAIRPIN, hairpin(node));
        host.hook(new Hook(family, Table.NAT, Hook.Base.POSTROUTING, Chains.HAIRPIN));
      }
      chains.forEach((chain, rules) -> host.chain(new Chain(family, Table.NAT, chain, rules)));
    });
  }

  private List<Rule> dispatch(OfNode node) {
    List<Rule> rules = new ArrayList<>(node.inside.rules("", node.chains::put));
    if (!node.outside.isEmpty()) {
      String comment = "reaches all endpoints, not only those here";
      pods.ifPresent(
          range -> rules.add(rule("a pod " + comment).from(range).then(new Target.Return())));
      rules.add(rule("the host " + comment).fromHost().then(new Target.Return()));
      rules.addAll(node.outside.rules("node ports with endpoints here", node.chains::put));
    }
    return rules;
  }

  /** A pod that a service sends back to itself would get its own address as the client's and answer past the service. */
  private List<Rule> hairpin(OfNode node) {
    List<Rule> rules = new ArrayList<>();
    rules.add(
        rule("only what a service has sent here").notState(CtState.DNAT).then(new Target.Return()));
    if (node.hairpin.size() > FEW) {
      node.range(family).ifPresent(range -> {
        String comment = "only from a pod here to a pod here";
        rules.add(rule(comment).notFrom(range).then(new Target.Return()));
        rules.add(rule(comment).notTo(range).then(new Target.Return()));
      });
    }
    node.hairpin.forEach((ip, whose) ->
        rules.add(rule(whose).from(ip.asHost()).to(ip).then(new Target.Masquerade())));
    return rules;
  }
}
