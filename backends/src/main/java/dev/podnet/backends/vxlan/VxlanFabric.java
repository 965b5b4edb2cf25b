package dev.podnet.backends.vxlan;

import dev.podnet.backends.common.Peers;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.TunnelPort;
import dev.podnet.backends.common.Underlay;
import dev.podnet.backends.common.VxlanTunnels;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Part;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * flannel's VXLAN (flannel, "Backends": VXLAN; RFC 7348): each node has a device {@code flannel.VNI} with the first address
 * of its pod CIDR, and for each peer exactly one neighbour, one forwarding entry and one route.
 */
public final class VxlanFabric implements Fabric {

  static final String VNI = "vni";
  static final String PORT = "port";
  static final String DIRECT = "directRouting";

  @Override
  public String name() {
    return "vxlan";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.number(VNI, 1, 0, 16777215, "The VXLAN network identifier."),
        SettingSpec.port(PORT, 8472, "The UDP port of the tunnels; the kernel's own default."),
        SettingSpec.off(DIRECT, "Whether peers on one segment are reached without a tunnel."));
  }

  @Override
  public int overhead(BackendContext context) {
    return VxlanTunnels.overhead(context.cluster());
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return false;
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    VxlanCheck.check(context, diagnostics);
    TunnelPort.check(context, context.settings().number(PORT), diagnostics);
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    PodNetwork.contribute(context, plan, false);
    int vni = context.settings().number(VNI);
    Map<IpFamily, InterfaceName> names = new EnumMap<>(IpFamily.class);
    Underlay.outers(cluster)
        .forEach(outer -> names.put(outer, new InterfaceName(deviceName(outer, vni))));
    VxlanTunnels tunnels = new VxlanTunnels(cluster, vni, context.settings().number(PORT), names);
    tunnels.network(PodNetwork.fragment(context, plan));
    for (Node node : cluster.nodes()) {
      tunnels.device(node, plan.host(node.name(), Part.NETWORK));
    }
    if (context.settings().on(DIRECT)) {
      Peers.direct(context, tunnels::peers, plan);
    } else {
      Peers.tunnelled(cluster, tunnels::peers, plan);
    }
  }

  /** flannel's names: {@code flannel.VNI}, and {@code flannel-v6.VNI} for the device with an IPv6 outer header. */
  static String deviceName(IpFamily outer, int vni) {
    return (outer == IpFamily.IPV4 ? "flannel." : "flannel-v6.") + vni;
  }
}
