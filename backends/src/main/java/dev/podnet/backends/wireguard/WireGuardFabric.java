package dev.podnet.backends.wireguard;

import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.TunnelPort;
import dev.podnet.backends.common.WireGuardMesh;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Part;
import dev.podnet.plan.Route;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;
import java.util.Optional;

/**
 * flannel's WireGuard (flannel, "Backends": WireGuard): one link {@code flannel-wg} on each node, one route for all pods
 * of the cluster through it, and each peer with the prefixes of its pods. One link carries both families.
 */
public final class WireGuardFabric implements Fabric {

  private static final String PORT = "port";
  private static final String KEEPALIVE = "keepalive";
  private static final InterfaceName LINK = new InterfaceName("flannel-wg");

  @Override
  public String name() {
    return "wireguard";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.port(PORT, 51820, "The UDP port of every node."),
        SettingSpec.seconds(
            KEEPALIVE,
            0,
            0,
            65535,
            "How often an idle tunnel sends, for nodes behind NAT; 0 never."),
        WireGuardMesh.KEY_FILE);
  }

  private static WireGuardMesh mesh(BackendContext context) {
    return new WireGuardMesh(
        context, LINK, context.settings().number(PORT), context.settings().number(KEEPALIVE));
  }

  @Override
  public int overhead(BackendContext context) {
    return WireGuardMesh.overhead(context.cluster());
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return false;
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    mesh(context).check(diagnostics);
    TunnelPort.check(context, context.settings().number(PORT), diagnostics);
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    PodNetwork.contribute(context, plan, false);
    WireGuardMesh mesh = mesh(context);
    FragmentBuilder shared = PodNetwork.fragment(context, plan);
    shared.module(new KernelModule("wireguard", ""));
    for (Located<Cidr> range : cluster.settings().podCidrs()) {
      shared.route(
          new Route(range.value(), Optional.empty(), Optional.of(LINK), false, Optional.empty()));
    }
    if (cluster.nodes().isEmpty()) {
      return;
    }
    for (Node node : cluster.nodes()) {
      FragmentBuilder host = plan.host(node.name(), Part.NETWORK);
      mesh.link(node, host);
      for (Located<Cidr> pods : node.podCidrs()) {
        int bits = pods.value().family().bits();
        host.address(new LinkAddress(LINK, new InterfaceAddress(pods.value().network(), bits)));
      }
    }
    mesh.peers(
        node -> node.podCidrs().stream().map(Located::value).toList(),
        plan.shared("peers", Part.NETWORK, "the nodes as peers of each other"));
    cluster.nodes().forEach(node -> plan.include(node.name(), "peers"));
  }
}
