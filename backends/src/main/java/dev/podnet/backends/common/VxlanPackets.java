package dev.podnet.backends.common;

import dev.podnet.model.ClusterSettings;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import java.util.List;
import java.util.Optional;

/** The outer packets of VXLAN (RFC 7348). */
public final class VxlanPackets {

  /** Inner Ethernet 14, VXLAN 8, UDP 8, and the outer IP header of 20 or 40 bytes. */
  private static final int OVERHEAD_V4 = 50;

  private static final int OVERHEAD_V6 = 70;

  private static final String NOTRACK = "PODNET-NOTRACK";

  /** From where on Linux takes the source ports of tunnels (udp_flow_src_port, ip_local_port_range). */
  private static final PortRange TUNNEL_SOURCES = new PortRange(32768, 65535);

  private VxlanPackets() {}

  /** What a tunnel adds to a packet, by the family of the outer header. */
  public static int overhead(IpFamily outer) {
    return outer == IpFamily.IPV4 ? OVERHEAD_V4 : OVERHEAD_V6;
  }

  /**
   * Keeps the tunnels' own packets out of connection tracking: the two directions have different source ports, so an entry
   * would never see an answer.
   *
   * <p>The source port tells them from answers to a masqueraded connection whose source port happens to be that of the
   * tunnels: services answer from lower ports. What pods send to that port of others, and what comes for a service, is
   * no tunnel's, and is translated.
   */
  public static void untracked(
      FragmentBuilder network, ClusterSettings settings, IpFamily outer, int port) {
    RuleBuilder rule = rule(port);
    range(settings.podCidrs(), outer).ifPresent(rule::notFrom);
    range(settings.serviceCidrs(), outer).ifPresent(rule::notTo);
    untracked(network, outer, rule);
  }

  /** The same for tunnels whose ends have addresses of pods. */
  public static void untrackedAmongPods(
      FragmentBuilder network, ClusterSettings settings, IpFamily outer, int port) {
    RuleBuilder rule = rule(port);
    range(settings.podCidrs(), outer).ifPresent(rule::to);
    untracked(network, outer, rule);
  }

  private static RuleBuilder rule(int port) {
    return RuleBuilder.rule("VXLAN tunnels of the pod network")
        .fromPorts(Protocol.UDP, TUNNEL_SOURCES)
        .port(Protocol.UDP, port);
  }

  private static Optional<Cidr> range(List<Located<Cidr>> ranges, IpFamily family) {
    return ranges.stream().map(Located::value).filter(c -> c.family() == family).findFirst();
  }

  private static void untracked(FragmentBuilder network, IpFamily outer, RuleBuilder rule) {
    network.chain(new Chain(outer, Table.RAW, NOTRACK, List.of(rule.then(new Target.NoTrack()))));
    network.hook(new Hook(outer, Table.RAW, Hook.Base.PREROUTING, NOTRACK));
    network.hook(new Hook(outer, Table.RAW, Hook.Base.OUTPUT, NOTRACK));
  }
}
