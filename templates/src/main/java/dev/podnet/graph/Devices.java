package dev.podnet.graph;

import dev.podnet.plan.Fdb;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostState;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Route;
import dev.podnet.plan.WireGuardPeer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The bridges and tunnels of every host, read from the plan; what hosts share is looked at once. */
final class Devices {

  private final Map<String, Optional<Drawing.Device>> bridges = new HashMap<>();
  private final Map<String, List<Drawing.Device>> tunnels = new HashMap<>();
  private final Map<String, TunnelFacts> byName = new LinkedHashMap<>();
  private boolean plain;
  private boolean learned;

  /** What is known of the tunnel devices of one name. */
  private static final class TunnelFacts {
    private final String what;
    private final SortedSet<String> hosts = new TreeSet<>();
    private boolean inside;
    private boolean across;

    TunnelFacts(String what) {
      this.what = what;
    }
  }

  /** What one fragment says of links. */
  private record Facts(
      List<Link> links,
      Map<InterfaceName, List<String>> addresses,
      Map<String, Set<String>> peers,
      boolean plain,
      boolean learned) {

    static Facts of(Fragment fragment) {
      Map<InterfaceName, List<String>> addresses = new HashMap<>();
      for (LinkAddress a : fragment.addresses()) {
        addresses
            .computeIfAbsent(a.link(), k -> new ArrayList<>())
            .add(a.address().toString());
      }
      Map<String, Set<String>> peers = new TreeMap<>();
      for (Route r : fragment.routes()) {
        if (r.dev().isPresent() && r.peer().isPresent()) {
          peer(peers, r.dev().get(), r.peer().get());
        }
      }
      for (Fdb f : fragment.fdb()) {
        f.peer().ifPresent(p -> peer(peers, f.dev(), p));
      }
      for (WireGuardPeer p : fragment.wireGuardPeers()) {
        peer(peers, p.dev(), p.node());
      }
      return new Facts(
          fragment.links(),
          addresses,
          peers,
          fragment.routes().stream()
              .anyMatch(r -> r.peer().isPresent() && r.dev().isEmpty()),
          fragment.routes().stream().anyMatch(Route::learned));
    }

    private static void peer(Map<String, Set<String>> peers, InterfaceName dev, String node) {
      peers.computeIfAbsent(dev.toString(), k -> new TreeSet<>()).add(node);
    }
  }

  /**
   * Reads a plan.
   *
   * @param segmentOf the segment of a node
   */
  Devices(Plan plan, Function<String, String> segmentOf) {
    SortedMap<String, Facts> shared = new TreeMap<>();
    Map<String, Map<String, Set<String>>> segments = new HashMap<>();
    plan.shared().forEach((name, fragment) -> {
      Facts facts = Facts.of(fragment.fragment());
      shared.put(name, facts);
      segments.put(name, segments(facts, segmentOf));
    });
    for (HostState host : plan.hosts()) {
      List<Facts> all = new ArrayList<>();
      host.parts().forEach((part, fragment) -> {
        if (part != Part.PODS) {
          all.add(Facts.of(fragment));
        }
      });
      host.includes().forEach(i -> all.add(shared.get(i)));
      read(host.node(), all);
      String own = segmentOf.apply(host.node());
      all.stream().limit(host.parts().size()).forEach(f -> scope(own, segments(f, segmentOf)));
      host.includes().forEach(i -> scope(own, segments.get(i)));
    }
  }

  /** By device, the segments its peers are on. */
  private static Map<String, Set<String>> segments(
      Facts facts, Function<String, String> segmentOf) {
    Map<String, Set<String>> found = new TreeMap<>();
    facts.peers().forEach((dev, nodes) -> {
      Map<String, Integer> count = new TreeMap<>();
      nodes.forEach(n -> count.merge(segmentOf.apply(n), 1, Integer::sum));
      found.put(dev, new TreeSet<>(count.keySet()));
    });
    return found;
  }

  private void scope(String own, Map<String, Set<String>> peers) {
    peers.forEach((dev, segments) -> {
      TunnelFacts tunnel = byName.get(dev);
      if (tunnel != null) {
        tunnel.inside |= segments.contains(own);
        tunnel.across |= segments.size() > 1 || !segments.contains(own);
      }
    });
  }

  private void read(String node, List<Facts> all) {
    Optional<Drawing.Device> bridge = Optional.empty();
    List<Drawing.Device> devices = new ArrayList<>();
    for (Facts facts : all) {
      plain |= facts.plain();
      learned |= facts.learned();
      for (Link link : facts.links()) {
        Drawing.Device device = new Drawing.Device(
            link.name().toString(),
            all.stream()
                .flatMap(f -> f.addresses().getOrDefault(link.name(), List.of()).stream())
                .distinct()
                .toList());
        Optional<String> tunnel = tunnel(link);
        if (tunnel.isPresent()) {
          devices.add(device);
          byName
              .computeIfAbsent(device.name(), k -> new TunnelFacts(tunnel.get()))
              .hosts
              .add(node);
        } else if (link instanceof Link.Bridge && bridge.isEmpty()) {
          bridge = Optional.of(device);
        }
      }
    }
    bridges.put(node, bridge);
    tunnels.put(node, List.copyOf(devices));
  }

  /** What a tunnel device does; empty for other links. */
  private static Optional<String> tunnel(Link link) {
    if (link instanceof Link.Vxlan v) {
      return Optional.of("VXLAN " + v.vni() + ", UDP " + v.port());
    } else if (link instanceof Link.WireGuard w) {
      return Optional.of("WireGuard, UDP " + w.port());
    } else if (link instanceof Link.IpTunnel t) {
      String what = switch (t.kind()) {
        case IPIP -> "IPv4 in IPv4";
        case SIT -> "IPv6 in IPv4";
        case IP6TNL -> "IP in IPv6";
      };
      return Optional.of(what + t.fouPort().map(p -> ", UDP " + p).orElse(""));
    }
    return Optional.empty();
  }

  /** The bridge of a node. */
  Optional<Drawing.Device> bridge(String node) {
    return bridges.getOrDefault(node, Optional.empty());
  }

  /** The tunnel devices of a node. */
  List<Drawing.Device> tunnels(String node) {
    return tunnels.getOrDefault(node, List.of());
  }

  /** The tunnels by the names of their devices, in the order in which hosts have them. */
  List<Drawing.Tunnel> tunnels() {
    return byName.entrySet().stream()
        .map(e -> new Drawing.Tunnel(
            e.getKey(), e.getValue().what, scope(e.getValue()), e.getValue().hosts))
        .toList();
  }

  /** How nodes know the way to each other's pods; empty when tunnels alone say it. */
  Optional<String> routes() {
    if (learned) {
      return Optional.of("routes learned by BGP");
    }
    return plain && byName.isEmpty()
        ? Optional.of("a route to each node's pods")
        : Optional.empty();
  }

  private static String scope(TunnelFacts tunnel) {
    if (tunnel.across && !tunnel.inside) {
      return "between segments; inside one, plain routes";
    }
    return tunnel.hosts.size() > 2 ? "from each node to each other" : "between the two nodes";
  }
}
