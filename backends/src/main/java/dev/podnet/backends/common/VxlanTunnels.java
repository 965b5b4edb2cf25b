package dev.podnet.backends.common;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.Hook;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.Route;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * VXLAN as flannel and Calico use it (RFC 7348): one device on each node and family of the underlay, nothing flooded, nothing
 * learned, and for each peer exactly one neighbour, one forwarding entry and one route.
 */
public final class VxlanTunnels {

  /** Inner Ethernet 14, VXLAN 8, UDP 8, and the outer IP header of 20 or 40 bytes. */
  private static final int OVERHEAD_V4 = 50;

  private static final int OVERHEAD_V6 = 70;

  private static final String NOTRACK = "PODNET-NOTRACK";

  /** From where on Linux takes the source ports of tunnels (udp_flow_src_port, ip_local_port_range). */
  private static final PortRange TUNNEL_SOURCES = new PortRange(32768, 65535);

  private final Cluster cluster;
  private final int vni;
  private final int port;
  private final Map<IpFamily, InterfaceName> names;
  private final List<IpFamily> outers;
  private final Map<IpFamily, IpFamily> outerOf = new EnumMap<>(IpFamily.class);
  private final Map<String, MacAddress> macs;

  /**
   * Tunnels.
   *
   * @param vni the network identifier, 0 to 16777215
   * @param port the UDP port of both ends
   * @param names the device by the family of the outer header
   */
  public VxlanTunnels(Cluster cluster, int vni, int port, Map<IpFamily, InterfaceName> names) {
    this.cluster = cluster;
    this.vni = vni;
    this.port = port;
    this.names = Map.copyOf(names);
    this.outers = Underlay.outers(cluster);
    for (IpFamily inner : cluster.settings().podFamilies()) {
      Underlay.outer(cluster, inner).ifPresent(outer -> outerOf.put(inner, outer));
    }
    List<String> keys = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      outers.forEach(outer -> keys.add(key(node, outer)));
    }
    this.macs = UniqueNames.assign(keys, MacAddress::fromName);
  }

  /** What a tunnel adds to a packet, in bytes, by the family of the outer header. */
  public static int overhead(IpFamily outer) {
    return outer == IpFamily.IPV4 ? OVERHEAD_V4 : OVERHEAD_V6;
  }

  /** The most that a tunnel of this cluster adds to a packet, in bytes. */
  public static int overhead(Cluster cluster) {
    return Underlay.outers(cluster).stream()
        .mapToInt(VxlanTunnels::overhead)
        .max()
        .orElse(OVERHEAD_V4);
  }

  /** The module, and what keeps the tunnels' packets out of connection tracking. */
  public void network(FragmentBuilder network) {
    network.module(new KernelModule("vxlan", ""));
    outers.forEach(outer -> untracked(network, outer, port));
  }

  private String key(Node node, IpFamily outer) {
    return cluster.name() + "/" + node.name() + (outer == IpFamily.IPV4 ? "" : "-v6");
  }

  /**
   * The devices of a node. Each carries the first address of the pod CIDR with a full-length prefix: no broadcast route
   * appears, and what the node itself sends has a source that answers find their way back to.
   */
  public void device(Node node, FragmentBuilder host) {
    for (IpFamily outer : outers) {
      InterfaceName name = names.get(outer);
      host.link(new Link.Vxlan(
          name,
          macs.get(key(node, outer)),
          cluster.underlayMtu() - overhead(outer),
          vni,
          node.address(outer).orElseThrow(),
          new InterfaceName(node.dev()),
          port,
          "tunnels to the other nodes"));
    }
    for (Located<Cidr> pods : node.podCidrs()) {
      IpFamily inner = pods.value().family();
      InterfaceName name = names.get(outerOf.get(inner));
      host.address(
          new LinkAddress(name, new InterfaceAddress(pods.value().network(), inner.bits())));
      if (inner == IpFamily.IPV6) {
        host.sysctl(new Sysctl(
            "net/ipv6/conf/" + name + "/accept_ra", "0", "no peer is a router for the node"));
      }
    }
  }

  /** What leads to some nodes' pods of some families; a host leaves out its own. */
  public void peers(List<Node> nodes, Set<IpFamily> families, FragmentBuilder shared) {
    for (Node node : nodes) {
      Optional<String> peer = Optional.of(node.name());
      for (Located<Cidr> pods : node.podCidrs()) {
        if (!families.contains(pods.value().family())) {
          continue;
        }
        IpFamily outer = outerOf.get(pods.value().family());
        InterfaceName name = names.get(outer);
        IpAddress gateway = pods.value().network();
        MacAddress mac = macs.get(key(node, outer));
        shared.neighbour(new Neighbour(gateway, mac, name, peer));
        shared.fdb(new Fdb(mac, name, node.address(outer).orElseThrow(), peer));
        shared.route(new Route(pods.value(), Optional.of(gateway), Optional.of(name), true, peer));
      }
    }
  }

  /**
   * Keeps the tunnels' own packets out of connection tracking: the two directions have different source ports, so an entry
   * would never see an answer.
   *
   * <p>The source port tells them from answers to a masqueraded connection whose source port happens to be that of the
   * tunnels: services answer from lower ports.
   */
  private static void untracked(FragmentBuilder network, IpFamily outer, int port) {
    network.chain(new Chain(
        outer,
        Table.RAW,
        NOTRACK,
        List.of(RuleBuilder.rule("VXLAN tunnels of the pod network")
            .fromPorts(Protocol.UDP, TUNNEL_SOURCES)
            .port(Protocol.UDP, port)
            .then(new Target.NoTrack()))));
    network.hook(new Hook(outer, Table.RAW, Hook.Base.PREROUTING, NOTRACK));
    network.hook(new Hook(outer, Table.RAW, Hook.Base.OUTPUT, NOTRACK));
  }
}
