package dev.podnet.backends.vxlan;

import dev.podnet.backends.common.Peers;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.backends.common.Underlay;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Part;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/**
 * flannel's VXLAN (flannel, "Backends": VXLAN; RFC 7348): each node has a device {@code flannel.VNI} with the first address
 * of its pod CIDR, and for each peer exactly one neighbour, one forwarding entry and one route.
 */
public final class VxlanFabric implements Fabric {

  static final String VNI = "vni";
  static final String PORT = "port";
  static final String DIRECT = "directRouting";

  /** Inner Ethernet 14, VXLAN 8, UDP 8, and the outer IP header of 20 or 40 bytes. */
  private static final int OVERHEAD_V4 = 50;

  private static final int OVERHEAD_V6 = 70;

  private static final String NOTRACK = "PODNET-NOTRACK";

  /** From where on Linux takes the source ports of tunnels (udp_flow_src_port, ip_local_port_range). */
  private static final PortRange TUNNEL_SOURCES = new PortRange(32768, 65535);

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

  /** What a tunnel adds to a packet, by the family of the outer header. */
  static int overhead(IpFamily outer) {
    return outer == IpFamily.IPV4 ? OVERHEAD_V4 : OVERHEAD_V6;
  }

  @Override
  public int overhead(BackendContext context) {
    return Underlay.outers(context.cluster()).stream()
        .mapToInt(VxlanFabric::overhead)
        .max()
        .orElse(OVERHEAD_V4);
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return false;
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    VxlanCheck.check(context, diagnostics);
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    PodNetwork.contribute(context, plan, false);
    Tunnels tunnels = new Tunnels(context);
    FragmentBuilder network = PodNetwork.fragment(context, plan);
    network.module(new KernelModule("vxlan", ""));
    for (IpFamily outer : Underlay.outers(cluster)) {
      untracked(network, outer, context.settings().number(PORT));
    }
    for (Node node : cluster.nodes()) {
      tunnels.device(node, plan.host(node.name(), Part.NETWORK));
    }
    if (context.settings().on(DIRECT)) {
      Peers.direct(cluster, tunnels::peers, plan);
    } else {
      Peers.tunnelled(cluster, tunnels::peers, plan);
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
