package dev.podnet.simulate;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Router;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the nodes stand on: segments, the routers between them, and which host has which address. It is the part of the
 * network that podnet does not make, so it is taken from what the spec says about it.
 *
 * <p>Routers are transparent to addresses and forward between all segments they reach together; a host reaches other
 * segments by its segment's gateway.
 */
public final class Underlay {

  /** A host outside the cluster, on the first segment. */
  public static final String WORLD = "world";

  /**
   * A broadcast domain.
   *
   * @param name its name
   * @param cidrs its prefixes; empty when it is the implicit one, which holds every node
   * @param gateways the routers' addresses on it
   * @param mtu bytes
   */
  record Wire(String name, List<Cidr> cidrs, List<IpAddress> gateways, int mtu) {
    boolean holds(IpAddress address) {
      for (Cidr cidr : cidrs) {
        if (cidr.contains(address)) {
          return true;
        }
      }
      return false;
    }
  }

  private final Map<String, Wire> wires = new HashMap<>();
  private final Map<String, String> wireOfHost = new HashMap<>();
  private final Map<IpAddress, String> hostOfAddress = new HashMap<>();
  private final Map<String, Integer> island = new HashMap<>();
  private final List<Wire> inOrder = new ArrayList<>();

  private Underlay() {}

  /** The underlay of a cluster. */
  public static Underlay of(Cluster cluster) {
    Underlay underlay = new Underlay();
    for (Segment segment : cluster.segments()) {
      Wire wire = new Wire(
          segment.name(),
          segment.cidrs().stream().map(Located::value).toList(),
          segment.gateways().stream().map(Located::value).toList(),
          segment.mtu());
      underlay.wires.put(wire.name(), wire);
      underlay.inOrder.add(wire);
      underlay.island.put(wire.name(), underlay.island.size());
    }
    for (Node node : cluster.nodes()) {
      node.segment().ifPresent(s -> underlay.wireOfHost.put(node.name(), s));
      node.addresses().forEach(a -> underlay.hostOfAddress.put(a.value(), node.name()));
    }
    for (Router router : cluster.routers()) {
      if (!router.segments().isEmpty()) {
        underlay.join(router.segments().stream().map(Located::value).toList());
      }
    }
    return underlay;
  }

  private void join(List<String> names) {
    Set<Integer> joined = new HashSet<>();
    names.forEach(n -> joined.add(island.get(n)));
    Integer target = island.get(names.get(0));
    island.replaceAll((name, number) -> joined.contains(number) ? target : number);
  }

  /** The segment a host is on; the world is on the first. */
  Optional<Wire> wireOf(String host) {
    if (host.equals(WORLD)) {
      return inOrder.stream().findFirst();
    }
    return Optional.ofNullable(wireOfHost.get(host)).map(wires::get);
  }

  /** Which node has the address on its underlay interface. */
  Optional<String> hostOf(IpAddress address) {
    return Optional.ofNullable(hostOfAddress.get(address));
  }

  /** The segment whose prefix holds the address, longest first. */
  Optional<Wire> wireHolding(IpAddress address) {
    Wire best = null;
    int longest = -1;
    for (Wire wire : inOrder) {
      for (Cidr cidr : wire.cidrs()) {
        if (cidr.contains(address) && cidr.length() > longest) {
          best = wire;
          longest = cidr.length();
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Whether a host sees the address as one of its own segment's. */
  boolean onLink(Wire wire, IpAddress address) {
    return wire.holds(address) || wire.cidrs().isEmpty() && hostOfAddress.containsKey(address);
  }

  /**
   * An address for a host outside the cluster on the first segment: the last one of its prefix that nobody has. On the
   * implicit segment, which has no prefix, an address of the range for documentation (RFC 5737, RFC 3849).
   */
  public Optional<IpAddress> worldAddress(IpFamily family) {
    Wire wire = inOrder.isEmpty() ? null : inOrder.get(0);
    if (wire == null) {
      return Optional.empty();
    }
    if (wire.cidrs().isEmpty()) {
      boolean used = hostOfAddress.keySet().stream().anyMatch(a -> a.family() == family);
      String outside = family == IpFamily.IPV4 ? "203.0.113.1" : "2001:db8::1";
      return used ? Optional.of(IpAddress.parse(outside)) : Optional.empty();
    }
    for (Cidr cidr : wire.cidrs()) {
      if (cidr.family() == family) {
        IpAddress candidate = cidr.last().plus(-1);
        while (hostOfAddress.containsKey(candidate) || wire.gateways().contains(candidate)) {
          candidate = candidate.plus(-1);
        }
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Whether routers join two segments. */
  boolean joined(Wire a, Wire b) {
    return island.get(a.name()).equals(island.get(b.name()));
  }
}
