package dev.podnet.backends.userspace;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.Part;
import dev.podnet.plan.Relay;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What balancers relay, gathered over both families: on every node, in a zone, on one node. */
final class RelayFiles {

  private final SortedSet<Relay> everywhere = new TreeSet<>();
  private final SortedMap<String, SortedSet<Relay>> zones = new TreeMap<>();
  private final SortedMap<String, SortedSet<Relay>> nodes = new TreeMap<>();

  void everywhere(Relay relay) {
    everywhere.add(relay);
  }

  void inZone(String zone, Relay relay) {
    zones.computeIfAbsent(zone, z -> new TreeSet<>()).add(relay);
  }

  void onNode(String node, Relay relay) {
    nodes.computeIfAbsent(node, n -> new TreeSet<>()).add(relay);
  }

  /** The fragment that the nodes of a zone share. */
  static FragmentBuilder zone(PlanBuilder plan, Endpoints endpoints, String zone) {
    String name = "services-zone-" + zone;
    FragmentBuilder fragment = plan.shared(name, Part.SERVICES, "services of zone " + zone);
    endpoints.zones().get(zone).forEach(node -> plan.include(node, name));
    return fragment;
  }

  /** Writes the files down, and says how many relays a node has at the most. */
  int contribute(PlanBuilder plan, FragmentBuilder shared, Endpoints endpoints) {
    if (!everywhere.isEmpty()) {
      shared.file(file(Balancer.CLUSTER, everywhere, "what it relays on every node"));
    }
    zones.forEach((zone, relays) -> zone(plan, endpoints, zone)
        .file(file(Balancer.ZONE, relays, "what it relays in this zone")));
    nodes.forEach((node, relays) -> plan.host(node, Part.SERVICES)
        .file(file(Balancer.NODE, relays, "what it relays on this node")));
    return everywhere.size() + most(zones.values()) + most(nodes.values());
  }

  private static int most(Collection<SortedSet<Relay>> sets) {
    return sets.stream().mapToInt(SortedSet::size).max().orElse(0);
  }

  private static HostFile file(String name, SortedSet<Relay> relays, String comment) {
    return new HostFile(
        name, new HostFile.Relays(List.copyOf(relays)), HostFile.Access.ALL, comment);
  }
}
