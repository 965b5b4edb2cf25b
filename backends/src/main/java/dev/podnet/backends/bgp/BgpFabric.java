package dev.podnet.backends.bgp;

import dev.podnet.backends.common.IpTunnels;
import dev.podnet.backends.common.Peers;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.Segments;
import dev.podnet.backends.common.TunnelPort;
import dev.podnet.backends.common.VxlanTunnels;
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
import java.util.Set;
import java.util.stream.Stream;

/**
 * Calico's and kube-router's fabric: each node's pods by a route via the node, plain, or with IP in IP or VXLAN around what
 * crosses segments or around everything (Calico, "Overlay networking"; kube-router, docs/tunnels.md).
 *
 * <p>What BGP converges to is known beforehand, so it is compiled. With {@code bgp bird} BIRD runs on every node and learns
 * the same routes.
 */
public final class BgpFabric implements Fabric {

  private static final Map<IpFamily, InterfaceName> VXLAN = Map.of(
      IpFamily.IPV4, new InterfaceName("vxlan.calico"),
      IpFamily.IPV6, new InterfaceName("vxlan-v6.calico"));

  private static final Map<IpTunnel.Kind, InterfaceName> IPIP = Map.of(
      IpTunnel.Kind.IPIP, new InterfaceName("bgp.ipip"),
      IpTunnel.Kind.SIT, new InterfaceName("bgp.sit"),
      IpTunnel.Kind.IP6TNL, new InterfaceName("bgp.ip6"));

  @Override
  public String name() {
    return "bgp";
  }

  @Override
  public List<SettingSpec> settings() {
    return BgpSettings.specs();
  }

  @Override
  public int overhead(BackendContext context) {
    Cluster cluster = context.cluster();
    return switch (BgpSettings.of(context.settings()).encapsulation()) {
      case NONE -> 0;
      case IPIP ->
        IpTunnels.kinds(cluster).values().stream()
            .mapToInt(kind -> IpTunnels.overhead(kind, false))
            .max()
            .orElse(IpTunnels.overhead(IpTunnel.Kind.IPIP, false));
      case VXLAN -> VxlanTunnels.overhead(cluster);
    };
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    BgpSettings settings = BgpSettings.of(context.settings());
    return settings.encapsulation() == BgpSettings.Encapsulation.NONE
        && !RackRouters.learn(context.cluster(), settings);
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    BgpCheck.check(context, diagnostics);
    BgpSettings settings = BgpSettings.of(context.settings());
    if (settings.encapsulation() == BgpSettings.Encapsulation.VXLAN) {
      TunnelPort.check(context, settings.port(), diagnostics);
    }
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    BgpSettings settings = BgpSettings.of(context.settings());
    boolean plain = settings.encapsulation() == BgpSettings.Encapsulation.NONE;
    PodNetwork.contribute(context, plan, plain);
    switch (settings.encapsulation()) {
      case NONE -> Peers.plain(context, plan);
      case IPIP -> {
        IpTunnels tunnels = new IpTunnels(cluster, IpTunnels.kinds(cluster), IPIP, Map.of());
        tunnels.modules(PodNetwork.fragment(context, plan));
        cluster.nodes().forEach(n -> tunnels.devices(n, plan.host(n.name(), Part.NETWORK)));
        peers(context, settings, tunnels::peers, plan);
      }
      case VXLAN -> {
        VxlanTunnels tunnels = new VxlanTunnels(cluster, settings.vni(), settings.port(), VXLAN);
        tunnels.network(PodNetwork.fragment(context, plan));
        cluster.nodes().forEach(n -> tunnels.device(n, plan.host(n.name(), Part.NETWORK)));
        peers(context, settings, tunnels::peers, plan);
      }
    }
    if (settings.speaks()) {
      learned(cluster, settings).forEach(plan::learned);
      Bird.contribute(context, settings, IPIP, plan);
      RackRouters.contribute(cluster, settings, plan);
    }
  }

  /** The fragments whose routes BIRD puts in. */
  private static List<String> learned(Cluster cluster, BgpSettings settings) {
    Set<String> segments = Segments.nodes(cluster).keySet();
    if (settings.encapsulation() == BgpSettings.Encapsulation.NONE) {
      return segments.stream().map(Peers::plain).toList();
    }
    return settings.crossSubnet()
        ? segments.stream()
            .flatMap(s -> Stream.of(Peers.plain(s) + "-direct", Peers.plain(s) + "-tunnel"))
            .toList()
        : List.of("peers");
  }

  private static void peers(
      BackendContext context, BgpSettings settings, Peers.Tunnels tunnels, PlanBuilder plan) {
    if (settings.crossSubnet()) {
      Peers.direct(context, tunnels, plan);
    } else {
      Peers.tunnelled(context.cluster(), tunnels, plan);
    }
  }
}
