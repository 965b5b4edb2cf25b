package dev.podnet.backends.ipvs;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Part;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Where the virtual servers of a port stand: in the fragment of all nodes, or, where hints keep traffic near, in one for each
 * zone or node. A host has one virtual server for an address, so one for all and another for some cannot stand side by side.
 */
final class Placement {

  /** A place, and which endpoints count there. */
  record Spot(FragmentBuilder fragment, List<Service.Backend> backends) {}

  private final Cluster cluster;
  private final Endpoints endpoints;
  private final PlanBuilder plan;

  Placement(Cluster cluster, Endpoints endpoints, PlanBuilder plan) {
    this.cluster = cluster;
    this.endpoints = endpoints;
    this.plan = plan;
  }

  /** What all nodes have. */
  FragmentBuilder everywhere() {
    return plan.shared("services", Part.SERVICES, "services of cluster " + cluster.name());
  }

  /** What one node has. */
  FragmentBuilder on(String node) {
    return plan.host(node, Part.SERVICES);
  }

  /** The places for traffic that may go to every node. */
  List<Spot> spots(Service service, Service.Port port, IpFamily family) {
    List<Service.Backend> all = endpoints.usable(service, port, family);
    SortedMap<String, List<Service.Backend>> nodes = endpoints.ofNode(service, port, family);
    SortedMap<String, List<Service.Backend>> zones = endpoints.ofZone(service, port, family);
    if (nodes.isEmpty() && zones.isEmpty()) {
      return List.of(new Spot(everywhere(), all));
    }
    List<Spot> spots = new ArrayList<>();
    if (!nodes.isEmpty()) {
      for (Node node : cluster.nodes()) {
        List<Service.Backend> near =
            node.zone().map(z -> zones.getOrDefault(z, all)).orElse(all);
        spots.add(new Spot(on(node.name()), nodes.getOrDefault(node.name(), near)));
      }
      return spots;
    }
    endpoints.zones().forEach((zone, members) -> {
      String name = "services-zone-" + zone;
      FragmentBuilder fragment = plan.shared(name, Part.SERVICES, "services of zone " + zone);
      members.forEach(node -> plan.include(node, name));
      spots.add(new Spot(fragment, zones.getOrDefault(zone, all)));
    });
    List<Node> without =
        cluster.nodes().stream().filter(n -> n.zone().isEmpty()).toList();
    if (!without.isEmpty()) {
      String name = "services-no-zone";
      FragmentBuilder fragment =
          plan.shared(name, Part.SERVICES, "services of nodes that are in no zone");
      without.forEach(node -> plan.include(node.name(), name));
      spots.add(new Spot(fragment, all));
    }
    return spots;
  }
}
