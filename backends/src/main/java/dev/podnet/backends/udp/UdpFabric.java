package dev.podnet.backends.udp;

import dev.podnet.backends.common.IpTunnels;
import dev.podnet.backends.common.LinkNames;
import dev.podnet.backends.common.Peers;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.TunnelPort;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.diagnostics.TunnelCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.FouPort;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link.IpTunnel;
import dev.podnet.plan.Part;
import dev.podnet.source.Span;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * flannel's first backend (flannel, "Backends": udp): a pod's packet is the payload of a UDP datagram between two nodes,
 * port 8285 on both ends. flannel passes each packet through a program of its own; here the kernel does it (FOU), with the
 * same bytes on the wire.
 *
 * <p>A FOU port takes packets of one family, so IPv6 pods use the next port. The underlay is IPv4 alone: over IPv6 the
 * kernel's device for many peers cannot be combined with FOU.
 */
public final class UdpFabric implements Fabric {

  private static final String PORT = "port";
  private static final int LAST_PORT = 65535;

  private static final Map<IpTunnel.Kind, InterfaceName> NAMES = Map.of(
      IpTunnel.Kind.IPIP,
      new InterfaceName("flannel0"),
      IpTunnel.Kind.SIT,
      new InterfaceName("flannel0-v6"));

  @Override
  public String name() {
    return "udp";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(SettingSpec.port(
        PORT, 8285, "The UDP port of the tunnels; IPv6 pods use the one after it."));
  }

  @Override
  public int overhead(BackendContext context) {
    return IpTunnels.overhead(IpTunnel.Kind.IPIP, true);
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return false;
  }

  private static SortedMap<IpFamily, IpTunnel.Kind> kinds(Cluster cluster) {
    SortedMap<IpFamily, IpTunnel.Kind> kinds = new TreeMap<>();
    cluster
        .settings()
        .podFamilies()
        .forEach(family -> kinds.put(family, IpTunnels.kind(family, IpFamily.IPV4)));
    return kinds;
  }

  private static Map<IpTunnel.Kind, Integer> ports(BackendContext context) {
    int port = context.settings().number(PORT);
    return Map.of(IpTunnel.Kind.IPIP, port, IpTunnel.Kind.SIT, port + 1);
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    Span place = context.choice().name().span();
    Optional<Node> without =
        cluster.nodes().stream().filter(n -> n.address(IpFamily.IPV4).isEmpty()).findFirst();
    without.ifPresent(node -> Diagnostic.at(
            place,
            TunnelCode.FABRIC_NEEDS_IPV4,
            "udp needs an IPv4 address of every node, and " + node.name() + " has none")
        .related(node.span(), "node " + node.name())
        .help("take ipip, vxlan or wireguard, which run over IPv6 too")
        .to(diagnostics));
    boolean v6 = cluster.settings().podFamilies().contains(IpFamily.IPV6);
    if (v6 && context.settings().number(PORT) == LAST_PORT) {
      Diagnostic.at(
              context.choice().setting(PORT).map(s -> s.key().span()).orElse(place),
              SettingCode.BAD_SETTING_VALUE,
              "port 65535 leaves no port after it for IPv6 pods")
          .help("take a port of at most 65534")
          .to(diagnostics);
    }
    kinds(cluster)
        .values()
        .forEach(k -> TunnelPort.check(context, ports(context).get(k), diagnostics));
    IpTunnels.check(cluster, kinds(cluster), context.choice(), diagnostics);
    kinds(cluster).values().stream()
        .map(NAMES::get)
        .forEach(name -> LinkNames.check(cluster, context.choice(), name.value(), diagnostics));
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    PodNetwork.contribute(context, plan, false);
    IpTunnels tunnels = new IpTunnels(cluster, kinds(cluster), NAMES, ports(context));
    FragmentBuilder shared = PodNetwork.fragment(context, plan);
    shared.module(new KernelModule("fou", "/sys/module/fou"));
    tunnels.modules(shared);
    kinds(cluster)
        .forEach((family, kind) -> shared.fouPort(new FouPort(
            ports(context).get(kind), family == IpFamily.IPV4 ? FouPort.IPV4 : FouPort.IPV6)));
    cluster.nodes().forEach(n -> tunnels.devices(n, plan.host(n.name(), Part.NETWORK)));
    Peers.tunnelled(cluster, tunnels::peers, plan);
  }
}
