package dev.podnet.backends.ipvs;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.spi.FragmentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What differs between nodes in one family: the endpoints a node has itself, for the traffic policy Local and for pods that
 * reach themselves, and load balancers that not every node may use.
 */
final class LocalServices {

  private final Cluster cluster;
  private final IpFamily family;
  private final Endpoints endpoints;
  private final Placement placement;
  private final Servers servers;
  private final LocalMarks localMarks;
  private final DirectReturns returns;
  private final Optional<Cidr> pods;
  private final SortedMap<String, OfNode> nodes = new TreeMap<>();

  /** What a node has. */
  private static final class OfNode {
    final Members hairpin = new Members();
    final Members marks = new Members();
    final PortMembers nodePorts = new PortMembers();
    final Members host = new Members();
    boolean inside;
    boolean outside;
    boolean unwrapped;
  }

  LocalServices(
      Cluster cluster,
      IpFamily family,
      Endpoints endpoints,
      Placement placement,
      Servers servers,
      LocalMarks localMarks,
      DirectReturns returns) {
    this.cluster = cluster;
    this.family = family;
    this.endpoints = endpoints;
    this.placement = placement;
    this.servers = servers;
    this.localMarks = localMarks;
    this.returns = returns;
    this.pods = PodNetwork.range(cluster, family);
    cluster.nodes().forEach(n -> nodes.put(n.name(), new OfNode()));
  }

  /** Adds a port of a service that has the family. */
  void add(Service service, Service.Port port) {
    for (Service.Backend backend : port.backends()) {
      IpAddress ip = backend.endpoint().ip();
      if (ip.family() == family && !endpoints.isNode(ip)) {
        endpoints
            .nodeOf(backend.endpoint())
            .map(nodes::get)
            .ifPresent(node -> node.hairpin.addWithItself(ip));
      }
    }
    if (endpoints.usable(service, port, family).isEmpty()) {
      return;
    }
    Exposure exposure = Exposure.of(service, port, family);
    if (!exposure.sourceRanges().isEmpty()
        && !SourceRanges.everyNodeMay(cluster, exposure.sourceRanges())) {
      hosts(service, port, exposure);
    }
    returns
        .spread(service, port, family)
        .forEach((name, backends) -> unwrapped(service, port, name, backends));
    boolean inside = service.internalLocal() && exposure.clusterIp().isPresent();
    boolean outside = service.externalLocal() && exposure.external();
    if (inside || outside) {
      endpoints.local(service, port, family).forEach((name, backends) -> {
        OfNode node = nodes.get(name);
        if (node != null && inside) {
          inside(service, port, exposure.clusterIp().get(), node, name, backends);
        }
        if (node != null && outside) {
          outside(service, port, exposure, node, name, backends);
        }
      });
    }
  }

  private void hosts(Service service, Service.Port port, Exposure exposure) {
    int mark =
        Marks.address(service.externalLocal() ? Marks.Flag.OUTSIDE_LOCAL : Marks.Flag.MASQUERADE);
    for (Node node : cluster.nodes()) {
      if (SourceRanges.may(node, exposure.sourceRanges())) {
        exposure.loadBalancerIps().forEach(ip -> nodes.get(node.name()).host.add(ip, port, mark));
      }
    }
  }

  private void inside(
      Service service,
      Service.Port port,
      IpAddress ip,
      OfNode node,
      String name,
      List<Service.Backend> backends) {
    node.inside = true;
    node.marks.add(ip, port, Marks.address(ServiceRules.inside(cluster.settings())));
    placement.on(name).virtualServer(servers.at(service, port, ip, backends));
  }

  private void outside(
      Service service,
      Service.Port port,
      Exposure exposure,
      OfNode node,
      String name,
      List<Service.Backend> backends) {
    int mark = localMarks.of(service, port);
    node.outside = true;
    exposure.externalIps().forEach(ip -> node.marks.add(ip, port, mark));
    exposure.loadBalancerIps().forEach(ip -> node.marks.add(ip, port, mark));
    exposure.nodePort().ifPresent(number -> node.nodePorts.add(port.protocol(), number, mark));
    placement
        .on(name)
        .virtualServer(
            servers.marked(service, port, family, mark, backends, " on this node, from outside"));
  }

  private void unwrapped(
      Service service, Service.Port port, String name, List<Service.Backend> backends) {
    OfNode node = nodes.get(name);
    int mark = localMarks.of(service, port);
    node.unwrapped = true;
    returns.addresses(service, port).forEach(ip -> node.marks.add(ip, port, mark));
    placement
        .on(name)
        .virtualServer(servers.marked(
            service, port, family, mark, backends, " on this node, from another's balancer"));
  }

  /** Writes everything down. */
  void contribute() {
    nodes.forEach((name, node) -> {
      FragmentBuilder host = placement.on(name);
      if (!node.hairpin.isEmpty()) {
        host.ipSet(node.hairpin.set(
            Names.hairpin(family), "hash:net,net", family, "endpoints on this node"));
        RuleBuilder itself = rule("a pod that a service sends back to itself")
            .match(new Match.InSet(Names.hairpin(family), List.of("src", "dst"), false));
        host.chain(new Chain(
            family, Table.NAT, Names.HAIRPIN, List.of(itself.then(new Target.Masquerade()))));
        host.hook(new Hook(family, Table.NAT, Hook.Base.POSTROUTING, Names.HAIRPIN));
      }
      sets(node, host);
      List<Rule> rules = rules(node);
      if (!rules.isEmpty()) {
        host.chain(new Chain(family, Table.MANGLE, Names.LOCAL, rules));
        host.hook(new Hook(family, Table.MANGLE, Hook.Base.PREROUTING, Names.LOCAL));
        host.hook(new Hook(family, Table.MANGLE, Hook.Base.OUTPUT, Names.LOCAL));
      }
    });
  }

  private void sets(OfNode node, FragmentBuilder host) {
    if (!node.marks.isEmpty()) {
      host.ipSet(node.marks.marks(
          Names.local(family),
          "hash:ip,port",
          family,
          "policy Local: addresses of services with endpoints on this node"));
    }
    node.nodePorts.forEach((protocol, members) -> host.ipSet(members.marks(
        Names.localPorts(family, protocol), "bitmap:port", family, "the same by node port")));
    if (!node.host.isEmpty()) {
      host.ipSet(node.host.marks(
          Names.host(family),
          "hash:ip,port",
          family,
          "load balancers that this host itself may use, though not every host may"));
    }
  }

  private List<Rule> rules(OfNode node) {
    List<Rule> rules = new ArrayList<>();
    List<String> address = List.of("dst", "dst");
    if (!node.host.isEmpty()) {
      rules.add(rule("this host itself is in the source ranges")
          .fromHost()
          .match(Marks.has(Marks.Flag.SHUT_HOST))
          .then(new Target.MapMark(Names.host(family), address)));
    }
    if (node.inside) {
      rules.add(rule("cluster IPs with endpoints here")
          .match(Marks.has(Marks.Flag.INSIDE_LOCAL))
          .then(new Target.MapMark(Names.local(family), address)));
    }
    if (node.outside && !node.marks.isEmpty()) {
      rules.add(stranger("strangers reach endpoints here")
          .match(Marks.atAddress(Marks.Flag.OUTSIDE_LOCAL))
          .then(new Target.MapMark(Names.local(family), address)));
    }
    if (node.unwrapped) {
      rules.add(stranger("another node's balancer sends strangers to endpoints here")
          .match(returns.unwrapped())
          .match(Marks.atAddress(Marks.Flag.MASQUERADE))
          .then(new Target.MapMark(Names.local(family), address)));
    }
    node.nodePorts.forEach((protocol, members) ->
        rules.add(stranger("strangers reach endpoints here by node port")
            .match(Marks.atNodePort(Marks.Flag.OUTSIDE_LOCAL, protocol))
            .then(new Target.MapMark(Names.localPorts(family, protocol), List.of("dst")))));
    return rules;
  }

  private RuleBuilder stranger(String comment) {
    RuleBuilder rule = rule(comment);
    pods.ifPresent(rule::notFrom);
    return rule.match(new Match.LocalAddress(true, true));
  }
}
