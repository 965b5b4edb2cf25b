package dev.podnet.backends.weave;

import dev.podnet.backends.common.Combination;
import dev.podnet.backends.common.LinkNames;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.TunnelPort;
import dev.podnet.backends.common.Underlay;
import dev.podnet.backends.common.UniqueNames;
import dev.podnet.backends.common.VxlanPackets;
import dev.podnet.backends.common.WireGuardMesh;
import dev.podnet.diagnostics.Diagnostics;
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
import dev.podnet.plan.Part;
import dev.podnet.plan.Route;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weave Net's network (Weave Net, "How Weave Net Works"): one layer-2 segment over all nodes, each of which has a slice of
 * one prefix. A VXLAN device is a port of the pods' bridge; frames for everybody go to each other node (head-end
 * replication), and which node has which MAC is learned from what comes back.
 *
 * <p>Encrypted, the VXLAN packets go through a WireGuard link, between the first addresses of the nodes' slices.
 */
public final class WeaveFabric implements Fabric {

  private static final String PORT = "port";
  private static final String ENCRYPT = "encrypt";

  /** The UDP port of the WireGuard links: that of Weave's own encrypted path, which it calls sleeve. */
  private static final int WIREGUARD_PORT = 6783;

  private static final InterfaceName SECRET = new InterfaceName("weave-wg");

  /** The VXLAN network identifier, as Weave names its device. */
  private static final int VNI = 6784;

  @Override
  public String name() {
    return "weave";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.port(PORT, 6784, "The UDP port of the tunnels."),
        SettingSpec.off(ENCRYPT, "Whether what passes between nodes is encrypted (WireGuard)."),
        WireGuardMesh.KEY_FILE);
  }

  @Override
  public boolean flat() {
    return true;
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return false;
  }

  private static boolean encrypted(BackendContext context) {
    return context.settings().on(ENCRYPT);
  }

  /** The family of the VXLAN packets. */
  private static IpFamily outer(BackendContext context) {
    Cluster cluster = context.cluster();
    return encrypted(context)
        ? cluster.settings().podFamilies().get(0)
        : Underlay.outer(cluster, IpFamily.IPV4).orElse(IpFamily.IPV4);
  }

  @Override
  public int overhead(BackendContext context) {
    return VxlanPackets.overhead(outer(context))
        + (encrypted(context) ? WireGuardMesh.overhead(context.cluster()) : 0);
  }

  private static WireGuardMesh mesh(BackendContext context) {
    return new WireGuardMesh(context, SECRET, WIREGUARD_PORT, 0);
  }

  private static InterfaceName device(BackendContext context) {
    return new InterfaceName("vxlan-" + context.settings().number(PORT));
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    Combination.needsWiring(
        context, "bridge", "its tunnels are a port of the pods' bridge", diagnostics);
    TunnelPort.check(
        context,
        encrypted(context) ? WIREGUARD_PORT : context.settings().number(PORT),
        diagnostics);
    if (encrypted(context)) {
      mesh(context).check(diagnostics);
    } else if (Underlay.outer(cluster, IpFamily.IPV4).isEmpty()) {
      Underlay.reportMissing(
          cluster, IpFamily.IPV4, "no other family is there on every node", diagnostics);
    }
    LinkNames.check(cluster, context.choice(), device(context).value(), diagnostics);
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    PodNetwork.contribute(context, plan, false);
    FragmentBuilder shared = PodNetwork.fragment(context, plan);
    shared.module(new KernelModule("vxlan", ""));
    int port = context.settings().number(PORT);
    if (encrypted(context)) {
      VxlanPackets.untrackedAmongPods(shared, cluster.settings(), outer(context), port);
    } else {
      VxlanPackets.untracked(shared, cluster.settings(), outer(context), port);
    }
    if (cluster.nodes().isEmpty()) {
      return;
    }
    if (encrypted(context)) {
      secret(context, plan, shared);
    }
    devices(context, plan);
    FragmentBuilder peers =
        plan.shared("peers", Part.NETWORK, "the nodes that frames for everybody are sent to");
    for (Node node : cluster.nodes()) {
      end(context, node)
          .ifPresent(
              to -> peers.fdb(new Fdb(Fdb.FLOOD, device(context), to, Optional.of(node.name()))));
      plan.include(node.name(), "peers");
    }
  }

  /** The address of a node that VXLAN packets go to. */
  private static Optional<IpAddress> end(BackendContext context, Node node) {
    IpFamily family = outer(context);
    return encrypted(context) ? node.podCidr(family).map(Cidr::network) : node.address(family);
  }

  private static void devices(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    InterfaceName bridge = new InterfaceName(bridge(context));
    List<String> keys = cluster.nodes().stream().map(n -> key(cluster, n)).toList();
    Map<String, MacAddress> macs = UniqueNames.assign(keys, MacAddress::fromName);
    for (Node node : cluster.nodes()) {
      end(context, node)
          .ifPresent(local -> plan.host(node.name(), Part.NETWORK)
              .link(new Link.Vxlan(
                  device(context),
                  macs.get(key(cluster, node)),
                  cluster.underlayMtu() - new WeaveFabric().overhead(context),
                  VNI,
                  local,
                  encrypted(context) ? SECRET : new InterfaceName(node.dev()),
                  context.settings().number(PORT),
                  true,
                  Optional.of(bridge),
                  "the other nodes' pods, as a port of the bridge")));
    }
  }

  private static String key(Cluster cluster, Node node) {
    return cluster.name() + "/" + node.name() + " vxlan";
  }

  /** The bridge of the wiring beside this fabric. */
  private static String bridge(BackendContext context) {
    return context
        .cluster()
        .settings()
        .wiring()
        .setting("name")
        .map(s -> s.values().get(0).value())
        .orElse("cni0");
  }

  /** WireGuard underneath: each node is known by the first address of its slice. */
  private static void secret(BackendContext context, PlanBuilder plan, FragmentBuilder shared) {
    WireGuardMesh mesh = mesh(context);
    IpFamily family = outer(context);
    shared.module(new KernelModule("wireguard", ""));
    FragmentBuilder peers =
        plan.shared("peers", Part.NETWORK, "the nodes that frames for everybody are sent to");
    for (Node node : context.cluster().nodes()) {
      FragmentBuilder host = plan.host(node.name(), Part.NETWORK);
      mesh.link(node, host);
      node.podCidr(family).ifPresent(slice -> {
        Cidr end = slice.network().asHost();
        host.address(new LinkAddress(SECRET, new InterfaceAddress(end.network(), end.length())));
        peers.route(
            new Route(end, Optional.empty(), Optional.of(SECRET), false, Optional.of(node.name())));
      });
    }
    mesh.peers(
        node -> node.podCidr(family).map(c -> c.network().asHost()).stream().toList(), peers);
  }
}
