package dev.podnet.backends.userspace;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.NodePortAccess;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.backends.userspace.Listeners.Kind;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
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
 * The rules of one family that differ between nodes, all of which are asked before those that all share: the traffic policy
 * Local, and hints that keep traffic on a node or in a zone. Each leads to a port of its own, behind which the balancer of
 * that node chooses among fewer endpoints.
 */
final class PlaceRules {

  /** nat: where hints keep traffic on a node; the names stand in the order in which the chains are asked. */
  private static final String HERE = "PODNET-HERE";

  /** nat: services whose traffic stays on the node, as far as this node has endpoints. */
  private static final String LOCAL = "PODNET-LOCAL";

  /** nat: where hints keep traffic in a zone. */
  private static final String NEAR = "PODNET-NEAR";

  private final IpFamily family;
  private final Endpoints endpoints;
  private final Balancer balancer;
  private final RelayFiles relays;
  private final Optional<Cidr> pods;
  private final NodePortAccess access;
  private final Openings openings;
  private final SortedMap<String, Local> locals = new TreeMap<>();
  private final SortedMap<String, List<Rule>> here = new TreeMap<>();
  private final SortedMap<String, List<Rule>> near = new TreeMap<>();

  /** What a node's policy Local is about: what comes to ClusterIPs, and what comes from outside. */
  private static final class Local {
    final List<Rule> inside = new ArrayList<>();
    final List<Rule> outside = new ArrayList<>();
  }

  PlaceRules(
      Cluster cluster, IpFamily family, Endpoints endpoints, Balancer balancer, RelayFiles relays) {
    this.family = family;
    this.endpoints = endpoints;
    this.balancer = balancer;
    this.relays = relays;
    this.pods = PodNetwork.range(cluster, family);
    this.access = new NodePortAccess(cluster.settings(), family);
    this.openings = new Openings(cluster, pods);
    cluster.nodes().forEach(n -> locals.put(n.name(), new Local()));
  }

  /** Adds a port of a service that has the family. */
  void add(Service service, Service.Port port) {
    Exposure exposure = Exposure.of(service, port, family);
    boolean inside = exposure.clusterIp().isPresent();
    boolean stays =
        service.internalLocal() && inside || service.externalLocal() && exposure.external();
    if (stays) {
      endpoints.local(service, port, family).forEach((node, backends) -> {
        if (locals.containsKey(node)) {
          relays.onNode(node, balancer.relay(service, port, Kind.LOCAL, family, backends));
          local(service, port, exposure, locals.get(node));
        }
      });
    }
    if (inside && !service.internalLocal() || exposure.external()) {
      endpoints.ofNode(service, port, family).forEach((node, backends) -> {
        relays.onNode(node, balancer.relay(service, port, Kind.NODE, family, backends));
        hinted(service, port, exposure, Kind.NODE, rules(here, node));
      });
      endpoints.ofZone(service, port, family).forEach((zone, backends) -> {
        relays.inZone(zone, balancer.relay(service, port, Kind.ZONE, family, backends));
        hinted(service, port, exposure, Kind.ZONE, rules(near, zone));
      });
    }
  }

  private static List<Rule> rules(SortedMap<String, List<Rule>> places, String place) {
    return places.computeIfAbsent(place, p -> new ArrayList<>());
  }

  private Target relay(Service service, Service.Port port, Kind kind) {
    return new Target.Dnat(balancer.address(family), balancer.port(service, port, kind));
  }

  private void local(Service service, Service.Port port, Exposure exposure, Local node) {
    Target relay = relay(service, port, Kind.LOCAL);
    if (service.internalLocal()) {
      clusterIp(service, port, exposure, relay, node.inside);
    }
    if (service.externalLocal()) {
      external(service, port, exposure, false, relay, node.outside);
    }
  }

  private void hinted(
      Service service, Service.Port port, Exposure exposure, Kind kind, List<Rule> rules) {
    Target relay = relay(service, port, kind);
    if (!service.internalLocal()) {
      clusterIp(service, port, exposure, relay, rules);
    }
    external(service, port, exposure, service.externalLocal(), relay, rules);
  }

  private static void clusterIp(
      Service service, Service.Port port, Exposure exposure, Target relay, List<Rule> rules) {
    for (IpAddress ip : exposure.clusterIp().stream().toList()) {
      rules.add(Openings.to(ip, port, service.portName(port) + " cluster IP").then(relay));
    }
  }

  private void external(
      Service service,
      Service.Port port,
      Exposure exposure,
      boolean insiders,
      Target relay,
      List<Rule> rules) {
    openings.addresses(service, port, exposure, insiders, (ip, r) -> rules.add(r.then(relay)));
    exposure
        .nodePort()
        .ifPresent(number -> openings.nodePort(
            () -> access.rules(service.portName(port) + " node port").stream()
                .map(r -> r.port(port.protocol(), number))
                .toList(),
            insiders,
            (RuleBuilder r) -> rules.add(r.then(relay))));
  }

  /** Writes everything down: a node's in its own fragment, a zone's in one that its nodes share. */
  void contribute(PlanBuilder plan) {
    locals.forEach((node, local) -> {
      if (!local.inside.isEmpty() || !local.outside.isEmpty()) {
        write(plan.host(node, Part.SERVICES), LOCAL, dispatch(local));
      }
    });
    here.forEach((node, rules) -> write(plan.host(node, Part.SERVICES), HERE, guarded(rules)));
    near.forEach(
        (zone, rules) -> write(RelayFiles.zone(plan, endpoints, zone), NEAR, guarded(rules)));
  }

  private List<Rule> dispatch(Local local) {
    List<Rule> rules = new ArrayList<>(local.inside);
    if (!local.outside.isEmpty()) {
      String comment = "reaches all endpoints, not only those here";
      pods.ifPresent(
          range -> rules.add(rule("a pod " + comment).from(range).then(new Target.Return())));
      rules.add(rule("the host " + comment).fromHost().then(new Target.Return()));
      rules.addAll(local.outside);
    }
    return rules;
  }

  private List<Rule> guarded(List<Rule> rules) {
    List<Rule> list = new ArrayList<>();
    access.guard().ifPresent(list::add);
    list.addAll(rules);
    return list;
  }

  private void write(FragmentBuilder to, String chain, List<Rule> rules) {
    to.chain(new Chain(family, Table.NAT, chain, rules));
    to.hook(new Hook(family, Table.NAT, Hook.Base.PREROUTING, chain));
    to.hook(new Hook(family, Table.NAT, Hook.Base.OUTPUT, chain));
  }
}
