package dev.podnet.lab;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Router;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.RouterRoute;
import dev.podnet.source.Located;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The network below a cluster: a bridge for each segment, a machine for each node and router, and {@code world}, a host
 * outside the cluster on the first segment.
 *
 * <p>What a spec leaves open is made up: a segment without a prefix gets the smallest that holds its nodes; a segment
 * without a gateway, or whose gateway no router is, gets a router of its own, because a host without a default route
 * would refuse to send to a service address at all.
 */
public final class Underlay {

  /** The name of the host outside. */
  public static final String WORLD = "world";

  private static final String BRIDGE = "seg";

  private final Cluster cluster;
  private final List<RouterRoute> routerTable;
  private final Map<String, Map<IpFamily, Cidr>> prefixes = new LinkedHashMap<>();
  private final Map<String, Set<IpAddress>> taken = new LinkedHashMap<>();
  private final Map<String, List<Leg>> routers = new LinkedHashMap<>();
  private final Map<IpFamily, IpAddress> world = new EnumMap<>(IpFamily.class);

  private record Leg(String segment, Map<IpFamily, IpAddress> addresses) {}

  /** Works out the network below a cluster whose routers know no pods. */
  public Underlay(Cluster cluster) {
    this(cluster, List.of());
  }

  /**
   * Works out the network below a cluster.
   *
   * @param routerTable what somebody enters into the routers; routes they learn are left to whoever tells them
   */
  public Underlay(Cluster cluster, List<RouterRoute> routerTable) {
    this.cluster = cluster;
    this.routerTable = routerTable.stream().filter(r -> !r.learned()).toList();
    for (Segment segment : cluster.segments()) {
      Set<IpAddress> used = new HashSet<>();
      segment.gateways().forEach(g -> used.add(g.value()));
      nodesOf(segment).forEach(n -> n.addresses().forEach(a -> used.add(a.value())));
      taken.put(segment.name(), used);
      prefixes.put(segment.name(), prefixesOf(segment));
    }
    placeRouters();
    Segment first = cluster.segments().get(0);
    prefixes.get(first.name()).keySet().forEach(f -> world.put(f, free(first.name(), f)));
  }

  /** The addresses of the host outside. */
  public Map<IpFamily, IpAddress> world() {
    return Map.copyOf(world);
  }

  /** The machines to make. */
  public Topology topology() {
    List<Topology.Bridge> bridges = new ArrayList<>();
    for (int i = 0; i < cluster.segments().size(); i++) {
      bridges.add(new Topology.Bridge(BRIDGE + i, cluster.segments().get(i).mtu()));
    }
    List<Topology.Host> hosts = new ArrayList<>();
    routers.forEach((name, legs) -> hosts.add(router(name, legs)));
    for (Node node : cluster.nodes()) {
      Map<IpFamily, IpAddress> addresses = new EnumMap<>(IpFamily.class);
      node.addresses().forEach(a -> addresses.put(a.value().family(), a.value()));
      hosts.add(host(node.name(), node.dev(), new Leg(node.segment().orElseThrow(), addresses)));
    }
    hosts.add(host(WORLD, "eth0", new Leg(cluster.segments().get(0).name(), world)));
    return new Topology(bridges, hosts);
  }

  private List<Node> nodesOf(Segment segment) {
    return cluster.nodes().stream()
        .filter(n -> n.segment().equals(Optional.of(segment.name())))
        .toList();
  }

  private Map<IpFamily, Cidr> prefixesOf(Segment segment) {
    Map<IpFamily, Cidr> found = new EnumMap<>(IpFamily.class);
    segment.cidrs().forEach(c -> found.put(c.value().family(), c.value()));
    for (IpFamily family : IpFamily.values()) {
      List<IpAddress> addresses =
          nodesOf(segment).stream().flatMap(n -> n.address(family).stream()).toList();
      if (!addresses.isEmpty() && !found.containsKey(family)) {
        found.put(family, around(addresses));
      }
    }
    return found;
  }

  /** A prefix that holds all the addresses, with room for a gateway and the host outside. */
  private static Cidr around(List<IpAddress> addresses) {
    int length = addresses.get(0).isV4() ? 24 : 64;
    Cidr cidr = Cidr.of(addresses.get(0), length);
    while (!addresses.stream().allMatch(cidr::contains)) {
      cidr = Cidr.of(addresses.get(0), --length);
    }
    return cidr;
  }

  /** The highest address of a segment that nobody has; not the broadcast address. */
  private IpAddress free(String segment, IpFamily family) {
    IpAddress candidate = prefixes.get(segment).get(family).last().plus(-1);
    while (!taken.get(segment).add(candidate)) {
      candidate = candidate.plus(-1);
    }
    return candidate;
  }

  /** Gives each router its gateways' addresses, in the order both are written, and other addresses where they run out. */
  private void placeRouters() {
    Map<String, Deque<IpAddress>> gateways = new LinkedHashMap<>();
    for (Segment segment : cluster.segments()) {
      Deque<IpAddress> queue = new ArrayDeque<>();
      segment.gateways().stream().map(Located::value).forEach(queue::add);
      gateways.put(segment.name(), queue);
    }
    for (Router router : cluster.routers()) {
      List<Leg> legs = new ArrayList<>();
      router.segments().forEach(s -> legs.add(leg(s.value(), gateways.get(s.value()))));
      routers.put("router-" + router.name(), legs);
    }
    for (String segment : prefixes.keySet()) {
      if (routersOn(segment).isEmpty()) {
        routers.put("gateway-" + segment, List.of(leg(segment, gateways.get(segment))));
      }
    }
  }

  private Leg leg(String segment, Deque<IpAddress> gateways) {
    Map<IpFamily, IpAddress> addresses = new EnumMap<>(IpFamily.class);
    for (IpFamily family : prefixes.get(segment).keySet()) {
      Optional<IpAddress> gateway =
          gateways.stream().filter(g -> g.family() == family).findFirst();
      gateway.ifPresent(gateways::remove);
      addresses.put(family, gateway.orElseGet(() -> free(segment, family)));
    }
    return new Leg(segment, addresses);
  }

  private List<String> routersOn(String segment) {
    return routers.entrySet().stream()
        .filter(r -> r.getValue().stream().anyMatch(l -> l.segment().equals(segment)))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Topology.Host router(String name, List<Leg> legs) {
    Set<String> near = new LinkedHashSet<>();
    List<Topology.Leg> links = new ArrayList<>();
    for (Leg leg : legs) {
      near.add(leg.segment());
      links.add(link("eth" + links.size(), leg));
    }
    List<String> far = farRoutes(near, Set.of(name));
    List<String> routes = new ArrayList<>(far);
    routerTable.forEach(r -> podRoute(r, near, far).ifPresent(routes::add));
    return new Topology.Host(name, true, routes, links);
  }

  /** A router's route to a node's pods: by the node itself where it is near, else by the way to its segment. */
  private Optional<String> podRoute(RouterRoute route, Set<String> near, List<String> far) {
    for (Map.Entry<String, Map<IpFamily, Cidr>> segment : prefixes.entrySet()) {
      Cidr prefix = segment.getValue().get(route.via().family());
      if (prefix != null && prefix.contains(route.via())) {
        if (near.contains(segment.getKey())) {
          return Optional.of(route.destination() + " via " + route.via());
        }
        return far.stream()
            .filter(f -> f.startsWith(prefix + " via "))
            .map(f -> f.replace(prefix.toString(), route.destination().toString()))
            .findFirst();
      }
    }
    return Optional.empty();
  }

  private Topology.Host host(String name, String dev, Leg leg) {
    List<String> routes = new ArrayList<>(farRoutes(Set.of(leg.segment()), Set.of()));
    String gateway = routersOn(leg.segment()).get(0);
    for (IpAddress address : addressOn(gateway, leg.segment()).values()) {
      if (leg.addresses().containsKey(address.family())) {
        routes.add("default via " + address);
      }
    }
    return new Topology.Host(name, false, routes, List.of(link(dev, leg)));
  }

  private Topology.Leg link(String dev, Leg leg) {
    int index = 0;
    while (!cluster.segments().get(index).name().equals(leg.segment())) {
      index++;
    }
    List<String> addresses = new ArrayList<>();
    leg.addresses()
        .forEach((family, address) -> addresses.add(
            address + "/" + prefixes.get(leg.segment()).get(family).length()));
    return new Topology.Leg(dev, BRIDGE + index, cluster.segments().get(index).mtu(), addresses);
  }

  private Map<IpFamily, IpAddress> addressOn(String router, String segment) {
    return routers.get(router).stream()
        .filter(l -> l.segment().equals(segment))
        .findFirst()
        .orElseThrow()
        .addresses();
  }

  /** The ways to every segment that is not near, found breadth first over the routers. */
  private List<String> farRoutes(Set<String> near, Set<String> without) {
    List<String> routes = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>(near);
    Map<String, Map<IpFamily, IpAddress>> firstHop = new LinkedHashMap<>();
    Deque<String> queue = new ArrayDeque<>(near);
    while (!queue.isEmpty()) {
      String segment = queue.remove();
      for (String router : routersOn(segment)) {
        if (without.contains(router)) {
          continue;
        }
        Map<IpFamily, IpAddress> hop = firstHop.getOrDefault(segment, addressOn(router, segment));
        for (Leg leg : routers.get(router)) {
          if (seen.add(leg.segment())) {
            firstHop.put(leg.segment(), hop);
            queue.add(leg.segment());
            prefixes.get(leg.segment()).forEach((family, cidr) -> {
              if (hop.containsKey(family)) {
                routes.add(cidr + " via " + hop.get(family));
              }
            });
          }
        }
      }
    }
    return routes;
  }
}
