package dev.podnet.backends.userspace;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.AddressTree;
import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.NodePortAccess;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.PortBlocks;
import dev.podnet.backends.userspace.Listeners.Kind;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules of one family that are the same on every node: to the balancer, or to nobody. */
final class SharedRules {

  /** nat: finds the service of a packet. filter: refuses what no service took. */
  private static final String SERVICES = "PODNET-SERVICES";

  /** nat and filter: the same by node port. */
  private static final String NODE_PORTS = "PODNET-NODEPORTS";

  /** filter: lets services' clients to the balancer, and nobody else. */
  private static final String BALANCER = "PODNET-BALANCER";

  private final Cluster cluster;
  private final IpFamily family;
  private final Endpoints endpoints;
  private final Balancer balancer;
  private final RelayFiles relays;
  private final NodePortAccess access;
  private final Openings openings;
  private final AddressTree dispatch;
  private final AddressTree refusals;
  private final PortBlocks nodePorts = new PortBlocks();
  private final List<Rule> nodePortRefusals = new ArrayList<>();
  private boolean any;

  SharedRules(
      Cluster cluster, IpFamily family, Endpoints endpoints, Balancer balancer, RelayFiles relays) {
    this.cluster = cluster;
    this.family = family;
    this.endpoints = endpoints;
    this.balancer = balancer;
    this.relays = relays;
    this.access = new NodePortAccess(cluster.settings(), family);
    this.openings = new Openings(cluster, PodNetwork.range(cluster, family));
    int hostBits =
        serviceRanges().stream().mapToInt(c -> family.bits() - c.length()).max().orElse(0);
    this.dispatch = new AddressTree("PODNET-", "services in ", hostBits);
    this.refusals = new AddressTree("PODNET-", "services in ", hostBits);
  }

  private List<Cidr> serviceRanges() {
    return cluster.settings().serviceCidrs().stream()
        .map(Located::value)
        .filter(c -> c.family() == family)
        .toList();
  }

  /** Adds a port of a service that has the family. */
  void add(Service service, Service.Port port) {
    any = true;
    Exposure exposure = Exposure.of(service, port, family);
    List<Service.Backend> usable = endpoints.usable(service, port, family);
    if (usable.isEmpty()) {
      refuse(service, port, exposure);
      return;
    }
    boolean inside = exposure.clusterIp().isPresent() && !service.internalLocal();
    if (inside || exposure.external()) {
      relays.everywhere(balancer.relay(service, port, Kind.ALL, family, usable));
    }
    Target relay =
        new Target.Dnat(balancer.address(family), balancer.port(service, port, Kind.ALL));
    exposure.clusterIp().ifPresent(ip -> {
      if (inside) {
        dispatch.add(
            ip, Openings.to(ip, port, service.portName(port) + " cluster IP").then(relay));
      } else {
        drop(ip, service, port, " has no endpoint here");
      }
    });
    external(service, port, exposure, relay);
  }

  /** By the policy Local only pods and the host itself reach all endpoints; for others each node has rules of its own. */
  private void external(Service service, Service.Port port, Exposure exposure, Target relay) {
    String name = service.portName(port);
    boolean local = service.externalLocal();
    openings.addresses(
        service, port, exposure, local, (ip, rule) -> dispatch.add(ip, rule.then(relay)));
    if (local) {
      exposure.externalIps().forEach(ip -> drop(ip, service, port, " has no endpoint here"));
    }
    if (local || !exposure.sourceRanges().isEmpty()) {
      String why =
          exposure.sourceRanges().isEmpty() ? " has no endpoint here" : " not from this source";
      exposure.loadBalancerIps().forEach(ip -> drop(ip, service, port, why));
    }
    exposure.nodePort().ifPresent(number -> {
      openings.nodePort(
          () -> List.of(rule(name + " node port").port(port.protocol(), number)),
          local,
          rule -> nodePorts.add(number, rule.then(relay)));
      if (local) {
        nodePortRefusals.add(rule(name + " has no endpoint here")
            .port(port.protocol(), number)
            .then(new Target.Drop()));
      }
    });
  }

  private void drop(IpAddress ip, Service service, Service.Port port, String why) {
    refusals.add(ip, Openings.to(ip, port, service.portName(port) + why).then(new Target.Drop()));
  }

  private void refuse(Service service, Service.Port port, Exposure exposure) {
    String comment = service.portName(port) + " has no endpoints";
    for (IpAddress ip : exposure.addresses()) {
      refusals.add(ip, Openings.to(ip, port, comment).then(new Target.Reject()));
    }
    exposure
        .nodePort()
        .ifPresent(number -> nodePortRefusals.add(
            rule(comment).port(port.protocol(), number).then(new Target.Reject())));
  }

  /** Writes everything down; nothing when there is no service. */
  void contribute(FragmentBuilder shared) {
    if (!any) {
      return;
    }
    SortedMap<String, List<Rule>> nat = new TreeMap<>();
    SortedMap<String, List<Rule>> filter = new TreeMap<>();
    List<Rule> services = new ArrayList<>(dispatch.build(nat::put));
    if (!nodePorts.isEmpty()) {
      access
          .rules("node ports; the last to be asked")
          .forEach(r -> services.add(r.jump(NODE_PORTS)));
      nat.put(NODE_PORTS, guarded(nodePorts.build(nat::put)));
    }
    nat.put(SERVICES, services);
    filter.put(SERVICES, refusing(refusals.build(filter::put)));
    if (!nodePortRefusals.isEmpty()) {
      filter.put(NODE_PORTS, guarded(nodePortRefusals));
    }
    filter.put(BALANCER, admission());
    nat.forEach((name, rules) -> shared.chain(new Chain(family, Table.NAT, name, rules)));
    filter.forEach((name, rules) -> shared.chain(new Chain(family, Table.FILTER, name, rules)));
    hook(shared, Table.NAT, Hook.Base.PREROUTING, SERVICES);
    hook(shared, Table.NAT, Hook.Base.OUTPUT, SERVICES);
    hook(shared, Table.FILTER, Hook.Base.INPUT, BALANCER);
    hook(shared, Table.FILTER, Hook.Base.INPUT, SERVICES);
    hook(shared, Table.FILTER, Hook.Base.FORWARD, SERVICES);
    hook(shared, Table.FILTER, Hook.Base.OUTPUT, SERVICES);
  }

  private void hook(FragmentBuilder shared, Table table, Hook.Base base, String chain) {
    shared.hook(new Hook(family, table, base, chain));
  }

  private List<Rule> guarded(List<Rule> rules) {
    List<Rule> list = new ArrayList<>();
    access.guard().ifPresent(list::add);
    list.addAll(rules);
    return list;
  }

  /** What comes here still has a service's address, so that no rule of the nat table took it. */
  private List<Rule> refusing(List<Rule> refused) {
    List<Rule> rules = new ArrayList<>();
    rules.add(rule("only the first packet").notState(CtState.NEW).then(new Target.Return()));
    rules.addAll(refused);
    if (!nodePortRefusals.isEmpty()) {
      access.rules("node ports without endpoints").forEach(r -> rules.add(r.jump(NODE_PORTS)));
    }
    for (Cidr range : serviceRanges()) {
      rules.add(rule("no service has this address and port").to(range).then(new Target.Reject()));
    }
    return rules;
  }

  private List<Rule> admission() {
    IpAddress own = balancer.address(family);
    return List.of(
        rule("services: to the balancer").to(own).state(CtState.DNAT).then(new Target.Accept()),
        rule("the balancer is asked by way of services alone")
            .match(new Match.InInterface("lo", true))
            .to(own)
            .then(new Target.Reject()));
  }
}
