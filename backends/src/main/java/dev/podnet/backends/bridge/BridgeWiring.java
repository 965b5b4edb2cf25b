package dev.podnet.backends.bridge;

import dev.podnet.backends.common.HostPorts;
import dev.podnet.backends.common.PodNamespaces;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Part;
import dev.podnet.plan.Sysctl;
import dev.podnet.source.Located;
import dev.podnet.spi.Backend;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bridge on each node with the first address of the node's pod CIDR, and the pods as its ports.
 *
 * <p>The shape is that of the CNI plugin {@code bridge} with {@code isGateway} and {@code hairpinMode} (CNI plugins,
 * "bridge plugin"). Frames switched between two ports pass netfilter (br_netfilter), else the answer of a service's
 * endpoint on the client's own node would go straight back and never be translated.
 */
public final class BridgeWiring implements Backend {

  /** The setting that names the bridge. */
  static final String NAME = "name";

  private static final String LOOPBACK_PORTS = "loopbackPorts";

  @Override
  public Kind kind() {
    return Kind.WIRING;
  }

  @Override
  public String name() {
    return "bridge";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.interfaceName(NAME, "cni0", "The name of the bridge on each node."),
        SettingSpec.off(
            LOOPBACK_PORTS, "Whether host ports answer the host itself on 127.0.0.1 too."));
  }

  /** The name of the bridge. */
  static InterfaceName bridge(BackendContext context) {
    return new InterfaceName(context.settings().text(NAME).orElseThrow());
  }

  /** Whether host ports answer on 127.0.0.1. */
  static boolean loopbackPorts(BackendContext context) {
    return context.settings().on(LOOPBACK_PORTS);
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    BridgeCheck.check(context, diagnostics);
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    FragmentBuilder shared = PodNetwork.fragment(context, plan);
    shared.module(new KernelModule("br_netfilter", "/proc/sys/net/bridge"));
    for (IpFamily family : cluster.settings().podFamilies()) {
      String key = family == IpFamily.IPV4 ? "iptables" : "ip6tables";
      shared.sysctl(new Sysctl(
          "net/bridge/bridge-nf-call-" + key,
          "1",
          "netfilter sees what passes between two pods of one bridge"));
    }
    InterfaceName bridge = bridge(context);
    for (Node node : cluster.nodes()) {
      bridge(context, node, bridge, plan.host(node.name(), Part.NETWORK));
    }
    PodNamespaces.contribute(context, new PodPorts(context, bridge), plan);
    HostPorts.contribute(
        cluster, loopbackPorts(context) ? Optional.of(bridge) : Optional.empty(), plan);
  }

  private static void bridge(
      BackendContext context, Node node, InterfaceName name, FragmentBuilder host) {
    List<InterfaceAddress> gateways = gateways(context, node);
    if (gateways.isEmpty()) {
      return;
    }
    host.link(new Link.Bridge(
        name,
        mac(context, node),
        context.podMtus().get(node.name()),
        "the bridge of the pods on " + node.name()));
    for (InterfaceAddress gateway : gateways) {
      host.address(new LinkAddress(name, gateway));
      if (gateway.address().family() == IpFamily.IPV6) {
        host.sysctl(new Sysctl(
            "net/ipv6/conf/" + name + "/accept_ra", "0", "no pod is a router for the node"));
      }
    }
  }

  /**
   * The bridge's MAC, made from its first address: on a segment of its own any will do. Where all nodes' bridges are on one
   * segment, IPv6 addresses may have the same last four bytes, and the node's name takes their place.
   */
  static MacAddress mac(BackendContext context, Node node) {
    IpAddress first = gateways(context, node).get(0).address();
    return context.flat() && !first.isV4()
        ? MacAddress.fromName("bridge of " + context.cluster().name() + "/" + node.name())
        : MacAddress.fromIp(first);
  }

  /** The bridge's addresses: the first of each of the node's pod CIDRs. */
  static List<InterfaceAddress> gateways(BackendContext context, Node node) {
    List<InterfaceAddress> list = new ArrayList<>();
    for (Located<Cidr> cidr : node.podCidrs()) {
      list.add(new InterfaceAddress(cidr.value().nth(1), prefix(context, cidr.value())));
    }
    return list;
  }

  /** How long the prefix is that a pod finds without its gateway: its node's share, or the cluster's range. */
  static int prefix(BackendContext context, Cidr share) {
    return context.flat()
        ? PodNetwork.range(context.cluster(), share.family()).orElse(share).length()
        : share.length();
  }
}
