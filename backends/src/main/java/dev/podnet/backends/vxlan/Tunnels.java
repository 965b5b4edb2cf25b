package dev.podnet.backends.vxlan;

import dev.podnet.backends.common.Underlay;
import dev.podnet.backends.common.UniqueNames;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.Route;
import dev.podnet.plan.Sysctl;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tunnel devices of the nodes and the entries that lead to them. */
final class Tunnels {

  private final BackendContext context;
  private final Cluster cluster;
  private final List<IpFamily> outers;
  private final Map<IpFamily, IpFamily> outerOf = new EnumMap<>(IpFamily.class);
  private final Map<String, MacAddress> macs;

  Tunnels(BackendContext context) {
    this.context = context;
    this.cluster = context.cluster();
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

  /** flannel's names: {@code flannel.VNI}, and {@code flannel-v6.VNI} for the device with an IPv6 outer header. */
  static String deviceName(IpFamily outer, int vni) {
    return (outer == IpFamily.IPV4 ? "flannel." : "flannel-v6.") + vni;
  }

  private InterfaceName device(IpFamily outer) {
    return new InterfaceName(deviceName(outer, context.settings().number(VxlanFabric.VNI)));
  }

  private String key(Node node, IpFamily outer) {
    return cluster.name() + "/" + node.name() + (outer == IpFamily.IPV4 ? "" : "-v6");
  }

  /**
   * The devices of a node. Each carries the first address of the pod CIDR with a full-length prefix: no broadcast route
   * appears, and what the node itself sends has a source that answers find their way back to.
   */
  void device(Node node, FragmentBuilder host) {
    for (IpFamily outer : outers) {
      InterfaceName name = device(outer);
      host.link(new Link.Vxlan(
          name,
          macs.get(key(node, outer)),
          cluster.underlayMtu() - VxlanFabric.overhead(outer),
          context.settings().number(VxlanFabric.VNI),
          node.address(outer).orElseThrow(),
          new InterfaceName(node.dev()),
          context.settings().number(VxlanFabric.PORT),
          "tunnels to the other nodes"));
    }
    for (Located<Cidr> pods : node.podCidrs()) {
      IpFamily inner = pods.value().family();
      InterfaceName name = device(outerOf.get(inner));
      host.address(
          new LinkAddress(name, new InterfaceAddress(pods.value().network(), inner.bits())));
      if (inner == IpFamily.IPV6) {
        host.sysctl(new Sysctl(
            "net/ipv6/conf/" + name + "/accept_ra", "0", "no peer is a router for the node"));
      }
    }
  }

  /** What leads to some nodes' pods of some families; a host leaves out its own. */
  void peers(List<Node> nodes, Set<IpFamily> families, FragmentBuilder shared) {
    for (Node node : nodes) {
      Optional<String> peer = Optional.of(node.name());
      for (Located<Cidr> pods : node.podCidrs()) {
        if (!families.contains(pods.value().family())) {
          continue;
        }
        IpFamily outer = outerOf.get(pods.value().family());
        InterfaceName name = device(outer);
        IpAddress gateway = pods.value().network();
        MacAddress mac = macs.get(key(node, outer));
        shared.neighbour(new Neighbour(gateway, mac, name, peer));
        shared.fdb(new Fdb(mac, name, node.address(outer).orElseThrow(), peer));
        shared.route(new Route(pods.value(), Optional.of(gateway), Optional.of(name), true, peer));
      }
    }
  }
}
