package dev.podnet.plan;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The state that every host of a cluster is to have, and the files all share.
 *
 * @param cluster the cluster's name
 * @param hosts one state for each node, sorted by name
 * @param shared what several hosts have in common, once, by the name of the fragment
 * @param routerTable what the routers of the underlay must know, in the order of the nodes
 * @param files files outside the hosts, by path below the output: DNS zones and the like
 */
public record Plan(
    String cluster,
    List<HostState> hosts,
    SortedMap<String, SharedFragment> shared,
    List<RouterRoute> routerTable,
    List<OutputFile> files) {

  /** Copies the lists. */
  public Plan {
    hosts = List.copyOf(hosts);
    routerTable = List.copyOf(routerTable);
    shared = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(shared));
    files = List.copyOf(files);
  }

  /** A plan that asks nothing of the underlay's routers. */
  public Plan(
      String cluster,
      List<HostState> hosts,
      SortedMap<String, SharedFragment> shared,
      List<OutputFile> files) {
    this(cluster, hosts, shared, List.of(), files);
  }

  /**
   * What several hosts have in common.
   *
   * @param name a file name without its ending, such as {@code services} or {@code peers-rack-a}
   * @param part the part it belongs to
   * @param title what it is for, in the spec's own names; one line
   * @param fragment its elements; those whose {@code peer} is the host's own name do not hold on that host
   */
  public record SharedFragment(String name, Part part, String title, Fragment fragment) {}

  /** The fragments that hold on a host: its own, then the shared ones it includes, in the order of inclusion. */
  public List<Fragment> effective(HostState host) {
    java.util.ArrayList<Fragment> all = new java.util.ArrayList<>(host.parts().values());
    for (String name : host.includes()) {
      all.add(shared.get(name).fragment());
    }
    return all;
  }

  /** The plan without one part: what is left when somebody else takes care of it. */
  public Plan without(Part part) {
    SortedMap<String, SharedFragment> kept = new java.util.TreeMap<>(shared);
    kept.values().removeIf(f -> f.part() == part);
    List<HostState> left = hosts.stream()
        .map(host -> {
          SortedMap<Part, Fragment> parts = new java.util.TreeMap<>(host.parts());
          parts.remove(part);
          List<String> includes =
              host.includes().stream().filter(kept::containsKey).toList();
          return new HostState(host.node(), host.dev(), host.addresses(), parts, includes);
        })
        .toList();
    return new Plan(cluster, left, kept, routerTable, files);
  }

  /** The hosts by name. */
  public Map<String, HostState> byName() {
    java.util.LinkedHashMap<String, HostState> map = new java.util.LinkedHashMap<>();
    hosts.forEach(h -> map.put(h.node(), h));
    return map;
  }
}
