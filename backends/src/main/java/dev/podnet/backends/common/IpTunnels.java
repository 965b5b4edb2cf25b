package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TunnelCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link;
import dev.podnet.plan.Link.IpTunnel.Kind;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Route;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tunnels that put one IP header in front of another: on each node one device for each kind there is, and a route through
 * it for each peer's pods.
 */
public final class IpTunnels {

  /** An IPv4 header without options (RFC 791, section 3.1). */
  private static final int HEADER_V4 = 20;

  /** An IPv6 header (RFC 8200, section 3). */
  private static final int HEADER_V6 = 40;

  /** The UDP header (RFC 768) that stands between the two IP headers with FOU. */
  private static final int HEADER_UDP = 8;

  private static final long V4_BITS = 0xffff_ffffL;

  private final Cluster cluster;
  private final SortedMap<IpFamily, Kind> kinds;
  private final Map<Kind, InterfaceName> names;
  private final Map<Kind, Integer> fouPorts;

  /**
   * Tunnels.
   *
   * @param kinds by the family of the pods' packets
   * @param names the device of each kind
   * @param fouPorts the UDP port of each kind; empty for tunnels without UDP
   */
  public IpTunnels(
      Cluster cluster,
      Map<IpFamily, Kind> kinds,
      Map<Kind, InterfaceName> names,
      Map<Kind, Integer> fouPorts) {
    this.cluster = cluster;
    this.kinds = new TreeMap<>(kinds);
    this.names = Map.copyOf(names);
    this.fouPorts = Map.copyOf(fouPorts);
  }

  /** The kind that carries a family over another. */
  public static Kind kind(IpFamily inner, IpFamily outer) {
    if (outer == IpFamily.IPV6) {
      return Kind.IP6TNL;
    }
    return inner == IpFamily.IPV4 ? Kind.IPIP : Kind.SIT;
  }

  /** The kind for each family of pods, over the family of the underlay that {@link Underlay#outer} chooses. */
  public static SortedMap<IpFamily, Kind> kinds(Cluster cluster) {
    SortedMap<IpFamily, Kind> kinds = new TreeMap<>();
    for (IpFamily inner : cluster.settings().podFamilies()) {
      Underlay.outer(cluster, inner).ifPresent(outer -> kinds.put(inner, kind(inner, outer)));
    }
    return kinds;
  }

  /**
   * Reports IPv6 over IPv4 between segments: a sit device without a peer of its own keeps one next hop for all
   * destinations (linux/net/ipv6/sit.c, dst_cache in ipip6_tunnel_xmit).
   */
  public static void check(
      Cluster cluster, Map<IpFamily, Kind> kinds, BackendChoice choice, Diagnostics diagnostics) {
    Map<String, List<Node>> bySegment = Segments.nodes(cluster);
    if (!kinds.containsValue(Kind.SIT) || bySegment.size() < 2) {
      return;
    }
    Iterator<List<Node>> nodes = bySegment.values().iterator();
    Node one = nodes.next().get(0);
    Node other = nodes.next().get(0);
    Diagnostic.at(
            choice.name().span(),
            TunnelCode.IPV6_IN_IPV4_ACROSS_SEGMENTS,
            choice.name().value() + " cannot carry IPv6 packets over IPv4 between segments: "
                + one.name() + " is on " + one.segment().orElseThrow() + ", " + other.name()
                + " on " + other.segment().orElseThrow())
        .related(one.span(), "node " + one.name())
        .related(other.span(), "node " + other.name())
        .help(
            choice.name().value().equals("bgp")
                ? "write `encapsulation vxlan`, or give every node an IPv6 address"
                : "take vxlan or wireguard, or with ipip give every node an IPv6 address")
        .to(diagnostics);
  }

  /** What a tunnel adds to a packet, in bytes. */
  public static int overhead(Kind kind, boolean udp) {
    return (kind.outer() == IpFamily.IPV4 ? HEADER_V4 : HEADER_V6) + (udp ? HEADER_UDP : 0);
  }

  /** The modules the kernel loads by itself when the devices are made. */
  public void modules(FragmentBuilder shared) {
    for (Kind kind : used()) {
      shared.module(new KernelModule(
          switch (kind) {
            case IPIP -> "ipip";
            case SIT -> "sit";
            case IP6TNL -> "ip6_tunnel";
          },
          ""));
    }
  }

  /**
   * The devices of a node. Each carries the first address of the pod CIDRs that use it with a full-length prefix: what the
   * node itself sends has a source that answers find their way back to.
   */
  public void devices(Node node, FragmentBuilder host) {
    for (Kind kind : used()) {
      Optional<Integer> port = Optional.ofNullable(fouPorts.get(kind));
      host.link(new Link.IpTunnel(
          names.get(kind),
          cluster.underlayMtu() - overhead(kind, port.isPresent()),
          kind,
          kind == Kind.IP6TNL ? Optional.empty() : node.address(IpFamily.IPV4),
          port,
          "tunnels to the other nodes"));
    }
    for (Located<Cidr> pods : node.podCidrs()) {
      IpFamily inner = pods.value().family();
      host.address(new LinkAddress(
          names.get(kinds.get(inner)), new InterfaceAddress(pods.value().network(), inner.bits())));
    }
  }

  /** The routes to some nodes' pods of some families; a host leaves out its own. */
  public void peers(List<Node> nodes, Set<IpFamily> families, FragmentBuilder shared) {
    for (Node node : nodes) {
      for (Located<Cidr> pods : node.podCidrs()) {
        IpFamily inner = pods.value().family();
        if (families.contains(inner)) {
          shared.route(route(kinds.get(inner), pods.value(), node));
        }
      }
    }
  }

  private Route route(Kind kind, Cidr pods, Node node) {
    IpAddress outer = node.address(kind.outer()).orElseThrow();
    Optional<String> peer = Optional.of(node.name());
    InterfaceName name = names.get(kind);
    return switch (kind) {
      case IPIP -> new Route(pods, Optional.of(outer), Optional.of(name), true, peer);
      case SIT -> new Route(pods, Optional.of(compatible(outer)), Optional.of(name), true, peer);
      case IP6TNL -> Route.through(name, pods, outer, peer);
    };
  }

  private Set<Kind> used() {
    return new TreeSet<>(kinds.values());
  }

  /** ::A.B.C.D, the next hop by which a sit device knows an IPv4 destination (RFC 4291, section 2.5.5.1). */
  public static IpAddress compatible(IpAddress v4) {
    return new IpAddress(IpFamily.IPV6, 0, v4.low() & V4_BITS);
  }
}
