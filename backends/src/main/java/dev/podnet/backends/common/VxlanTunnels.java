package dev.podnet.backends.common;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.Route;
import dev.podnet.plan.Sysctl;
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

  /** The most that a tunnel of this cluster adds to a packet, in bytes. */
  public static int overhead(Cluster cluster) {
    return Underlay.outers(cluster).stream()
        .mapToInt(VxlanPackets::overhead)
        .max()
        .orElse(VxlanPackets.overhead(IpFamily.IPV4));
  }

  /** The module, and what keeps the tunnels' packets out of connection tracking. */
  public void network(FragmentBuilder network) {
    network.module(new KernelModule("vxlan", ""));
    outers.forEach(outer -> VxlanPackets.untracked(network, cluster.settings(), outer, port));
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
          cluster.underlayMtu() - VxlanPackets.overhead(outer),
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

  /**
   * What leads to some nodes' pods of some families; a host leaves out its own. The next hop of IPv6 is the link-local address
   * that goes with the peer's MAC: the kernel refuses any other for which it has a route by another device, were that but a
   * site's prefix by way of the default gateway (net/ipv6/route.c, ip6_route_check_nh_onlink).
   */
  public void peers(List<Node> nodes, Set<IpFamily> families, FragmentBuilder shared) {
    for (Node node : nodes) {
      Optional<String> peer = Optional.of(node.name());
      for (Located<Cidr> pods : node.podCidrs()) {
        if (!families.contains(pods.value().family())) {
          continue;
        }
        IpFamily outer = outerOf.get(pods.value().family());
        InterfaceName name = names.get(outer);
        MacAddress mac = macs.get(key(node, outer));
        boolean four = pods.value().family() == IpFamily.IPV4;
        IpAddress gateway = four ? pods.value().network() : mac.linkLocal();
        shared.neighbour(new Neighbour(gateway, mac, name, peer));
        shared.fdb(new Fdb(mac, name, node.address(outer).orElseThrow(), peer));
        shared.route(new Route(pods.value(), Optional.of(gateway), Optional.of(name), four, peer));
      }
    }
  }
}
