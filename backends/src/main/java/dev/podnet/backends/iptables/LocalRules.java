package dev.podnet.backends.iptables;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.NodePortAccess;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Cluster;
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

  private final Cluster cluster;
  private final IpFamily family;
  private final Endpoints endpoints;
  private final Chains names;
  private final Optional<Cidr> pods;
  private final NodePortAccess access;
  private final SortedMap<String, OfNode> nodes = new TreeMap<>();

  /** What a node has. */
  private static final class OfNode {
    final SortedMap<String, List<Rule>> chains = new TreeMap<>();
    final List<Rule> inside = new ArrayList<>();
    final List<Rule> outside = new ArrayList<>();
    final SortedMap<IpAddress, String> hairpin = new TreeMap<>();
  }

  LocalRules(Cluster cluster, IpFamily family, Endpoints endpoints, Chains names) {
    this.cluster = cluster;
    this.family = family;
    this.endpoints = endpoints;
    this.names = names;
    this.pods = PodNetwork.range(cluster, family);
    this.access = new NodePortAccess(cluster.settings(), family);
    cluster.nodes().forEach(n -> nodes.put(n.name(), new OfNode()));
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
            node.inside.add(
                to(exposure.clusterIp().get(), port, service, "").jump(names.local(service, port)));
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

  private void outside(Service service, Service.Port port, Exposure exposure, List<Rule> rules) {
    String chain = names.local(service, port);
    for (IpAddress ip : exposure.externalIps()) {
      rules.add(to(ip, port, service, " external IP").jump(chain));
    }
    for (IpAddress ip : exposure.loadBalancerIps()) {
      if (exposure.sourceRanges().isEmpty()) {
        rules.add(to(ip, port, service, " load balancer IP").jump(chain));
      }
      for (Cidr range : exposure.sourceRanges()) {
        rules.add(to(ip, port, service, " source range").from(range).jump(chain));
      }
    }
    exposure
        .nodePort()
        .ifPresent(number -> access
            .rules(service.portName(port) + " node port")
            .forEach(r -> rules.add(r.port(port.protocol(), number).jump(chain))));
  }

  private static RuleBuilder to(IpAddress ip, Service.Port port, Service service, String what) {
    return rule(service.portName(port) + what).to(ip).port(port.protocol(), port.number());
  }

  /** Writes everything down. */
  void contribute(PlanBuilder plan) {
    nodes.forEach((name, node) -> {
      FragmentBuilder host = plan.host(name, Part.SERVICES);
      node.chains.forEach((chain, rules) -> host.chain(new Chain(family, Table.NAT, chain, rules)));
      if (!node.chains.isEmpty()) {
        host.chain(new Chain(family, Table.NAT, Chains.LOCAL, dispatch(node)));
        host.hook(new Hook(family, Table.NAT, Hook.Base.PREROUTING, Chains.LOCAL));
        host.hook(new Hook(family, Table.NAT, Hook.Base.OUTPUT, Chains.LOCAL));
      }
      if (!node.hairpin.isEmpty()) {
        host.chain(new Chain(family, Table.NAT, Chains.HAIRPIN, hairpin(node)));
        host.hook(new Hook(family, Table.NAT, Hook.Base.POSTROUTING, Chains.HAIRPIN));
      }
    });
  }

  private List<Rule> dispatch(OfNode node) {
    List<Rule> rules = new ArrayList<>(node.inside);
    if (!node.outside.isEmpty()) {
      String comment = "reaches all endpoints, not only those here";
      pods.ifPresent(
          range -> rules.add(rule("a pod " + comment).from(range).then(new Target.Return())));
      rules.add(rule("the host " + comment).fromHost().then(new Target.Return()));
      rules.addAll(node.outside);
    }
    return rules;
  }

  /** A pod that a service sends back to itself would get its own address as the client's and answer past the service. */
  private static List<Rule> hairpin(OfNode node) {
    List<Rule> rules = new ArrayList<>();
    rules.add(
        rule("only what a service has sent here").notState(CtState.DNAT).then(new Target.Return()));
    node.hairpin.forEach((ip, whose) ->
        rules.add(rule(whose).from(ip.asHost()).to(ip).then(new Target.Masquerade())));
    return rules;
  }
}
