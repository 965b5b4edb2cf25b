package dev.podnet.backends.ipip;

import dev.podnet.backends.common.IpTunnels;
import dev.podnet.backends.common.LinkNames;
import dev.podnet.backends.common.Peers;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.Underlay;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link.IpTunnel;
import dev.podnet.plan.Part;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;
import java.util.Map;

/**
 * flannel's IPIP (flannel, "Backends": ipip): one device on each node for all peers, and a route through it to each peer's
 * pods whose next hop is the peer's own address, the outer destination.
 *
 * <p>flannel carries IPv4 in IPv4 alone. Here IPv6 goes in IPv4 by a sit device, and both go in IPv6 by an ip6tnl device
 * that routes tell the outer destination: the kernel refuses a next hop that another interface reaches.
 */
public final class IpipFabric implements Fabric {

  private static final String DIRECT = "directRouting";

  private static final Map<IpTunnel.Kind, InterfaceName> NAMES = Map.of(
      IpTunnel.Kind.IPIP, new InterfaceName("flannel.ipip"),
      IpTunnel.Kind.SIT, new InterfaceName("flannel.sit"),
      IpTunnel.Kind.IP6TNL, new InterfaceName("flannel.ip6"));

  @Override
  public String name() {
    return "ipip";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.off(DIRECT, "Whether peers on one segment are reached without a tunnel."));
  }

  @Override
  public int overhead(BackendContext context) {
    return IpTunnels.kinds(context.cluster()).values().stream()
        .mapToInt(kind -> IpTunnels.overhead(kind, false))
        .max()
        .orElse(IpTunnels.overhead(IpTunnel.Kind.IPIP, false));
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return false;
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    for (IpFamily inner : cluster.settings().podFamilies()) {
      if (Underlay.outer(cluster, inner).isEmpty()) {
        Underlay.reportMissing(
            cluster, inner, "no other family is there on every node for the tunnels", diagnostics);
      }
    }
    IpTunnels.check(cluster, IpTunnels.kinds(cluster), context.choice(), diagnostics);
    IpTunnels.kinds(cluster).values().stream()
        .distinct()
        .map(NAMES::get)
        .forEach(name -> LinkNames.check(cluster, context.choice(), name.value(), diagnostics));
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    PodNetwork.contribute(context, plan, false);
    IpTunnels tunnels = new IpTunnels(cluster, IpTunnels.kinds(cluster), NAMES, Map.of());
    tunnels.modules(PodNetwork.fragment(context, plan));
    cluster.nodes().forEach(n -> tunnels.devices(n, plan.host(n.name(), Part.NETWORK)));
    if (context.settings().on(DIRECT)) {
      Peers.direct(context, tunnels::peers, plan);
    } else {
      Peers.tunnelled(cluster, tunnels::peers, plan);
    }
  }
}
