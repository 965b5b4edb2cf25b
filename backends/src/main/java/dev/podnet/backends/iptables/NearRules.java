package dev.podnet.backends.iptables;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
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
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules of one family that keep traffic near, where hints ask for it: on a node to the endpoints meant for it, in a zone to
 * those meant for the zone. They are asked before the rules that all nodes share, the node's own before those of its zone, and
 * differ from these in nothing but which endpoints they choose from.
 */
final class NearRules {

  private final Cluster cluster;
  private final IpFamily family;
  private final Endpoints endpoints;
  private final Chains names;
  private final Optional<Cidr> pods;
  private final SortedMap<String, Place> nodes = new TreeMap<>();
  private final SortedMap<String, Place> zones = new TreeMap<>();

  /** What a node or a zone has. */
  private static final class Place {
    final SortedMap<String, List<Rule>> chains = new TreeMap<>();
    final Dispatch dispatch;

    Place(Cluster cluster, IpFamily family, Chains.Near kind) {
      this.dispatch = new Dispatch(cluster.settings(), family, kind.prefix());
    }
  }

  NearRules(Cluster cluster, IpFamily family, Endpoints endpoints, Chains names) {
    this.cluster = cluster;
    this.family = family;
    this.endpoints = endpoints;
    this.names = names;
    this.pods = PodNetwork.range(cluster, family);
  }

  /** Adds a port of a service that has the family. */
  void add(Service service, Service.Port port) {
    endpoints
        .ofNode(service, port, family)
        .forEach((node, near) -> add(
            service,
            port,
            near,
            Chains.Near.NODE,
            nodes.computeIfAbsent(node, n -> new Place(cluster, family, Chains.Near.NODE))));
    endpoints
        .ofZone(service, port, family)
        .forEach((zone, near) -> add(
            service,
            port,
            near,
            Chains.Near.ZONE,
            zones.computeIfAbsent(zone, z -> new Place(cluster, family, Chains.Near.ZONE))));
  }

  private void add(
      Service service,
      Service.Port port,
      List<Service.Backend> near,
      Chains.Near kind,
      Place place) {
    Exposure exposure = Exposure.of(service, port, family);
    String name = service.portName(port);
    boolean inside = exposure.clusterIp().isPresent() && !service.internalLocal();
    if (!inside && !exposure.external()) {
      return;
    }
    String chain = names.service(kind, service, port);
    List<Rule> choose = new ArrayList<>();
    if (inside) {
      IpAddress ip = exposure.clusterIp().get();
      choose.add(SharedRules.masquerade(cluster, pods, to(ip, port, name)));
      place.dispatch.to(ip, to(ip, port, name).jump(chain));
    }
    choose.addAll(Balance.rules(service, port, near));
    place.chains.put(chain, choose);
    if (exposure.external()) {
      String external = names.external(kind, service, port);
      place.chains.put(external, External.chain(service, port, pods, chain));
      external(name, port, exposure, external, place.dispatch);
    }
  }

  private void external(
      String name, Service.Port port, Exposure exposure, String chain, Dispatch dispatch) {
    for (IpAddress ip : exposure.externalIps()) {
      dispatch.to(ip, to(ip, port, name + " external IP").jump(chain));
    }
    for (IpAddress ip : exposure.loadBalancerIps()) {
      if (exposure.sourceRanges().isEmpty()) {
        dispatch.to(ip, to(ip, port, name + " load balancer IP").jump(chain));
      }
      exposure
          .admitted(cluster)
          .forEach((range, why) ->
              dispatch.to(ip, to(ip, port, name + " " + why).from(range).jump(chain)));
    }
    exposure
        .nodePort()
        .ifPresent(number -> dispatch.nodePort(
            number, rule(name + " node port").port(port.protocol(), number).jump(chain)));
  }

  private static RuleBuilder to(IpAddress ip, Service.Port port, String comment) {
    return rule(comment).to(ip).port(port.protocol(), port.number());
  }

  /** Writes everything down: a node's in its own fragment, a zone's in one that its nodes share. */
  void contribute(PlanBuilder plan) {
    nodes.forEach((node, place) -> write(plan.host(node, Part.SERVICES), Chains.Near.NODE, place));
    zones.forEach((zone, place) -> {
      String fragment = "services-zone-" + zone;
      write(
          plan.shared(fragment, Part.SERVICES, "services of zone " + zone),
          Chains.Near.ZONE,
          place);
      endpoints.zones().get(zone).forEach(node -> plan.include(node, fragment));
    });
  }

  private void write(FragmentBuilder to, Chains.Near kind, Place place) {
    place.chains.put(kind.dispatch(), place.dispatch.rules("node ports", place.chains::put));
    place.chains.forEach((name, rules) -> to.chain(new Chain(family, Table.NAT, name, rules)));
    to.hook(new Hook(family, Table.NAT, Hook.Base.PREROUTING, kind.dispatch()));
    to.hook(new Hook(family, Table.NAT, Hook.Base.OUTPUT, kind.dispatch()));
  }
}
