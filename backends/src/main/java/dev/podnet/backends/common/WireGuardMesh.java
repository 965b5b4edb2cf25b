package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TunnelCode;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.WireGuardPeer;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * WireGuard links between all nodes. Each host makes its private key itself and keeps it; the plan has the public keys
 * that the spec's {@code podnet.keys} tells.
 */
public final class WireGuardMesh {

  /** The setting that says where a host keeps its private key. */
  public static final SettingSpec KEY_FILE = SettingSpec.path(
      "keyFile",
      "Where a host keeps its private key; what does not begin with / is below"
          + " /etc/podnet/CLUSTER/NODE.");

  /** Type, receiver, counter and authenticator of a data message (WireGuard protocol), and the UDP header. */
  private static final int MESSAGE = 32 + 8;

  private static final int SHOWN = 3;

  private final BackendContext context;
  private final Cluster cluster;
  private final InterfaceName name;
  private final int port;
  private final int keepalive;

  /**
   * A mesh.
   *
   * @param name the link on each node
   * @param port the UDP port of every node
   * @param keepalive seconds between packets that keep a NAT's memory alive; 0 for none
   */
  public WireGuardMesh(BackendContext context, InterfaceName name, int port, int keepalive) {
    this.context = context;
    this.cluster = context.cluster();
    this.name = name;
    this.port = port;
    this.keepalive = keepalive;
  }

  /** The family of the outer packets: IPv4 where every node has it, else IPv6; empty when neither is everywhere. */
  public static Optional<IpFamily> outer(Cluster cluster) {
    return Underlay.outer(cluster, IpFamily.IPV4);
  }

  /** What a link adds to a packet, in bytes. */
  public static int overhead(Cluster cluster) {
    return MESSAGE + (outer(cluster).equals(Optional.of(IpFamily.IPV6)) ? 40 : 20);
  }

  /** Reports what is wrong with the keys, and nodes without a common family. */
  public void check(Diagnostics diagnostics) {
    if (outer(cluster).isEmpty()) {
      Underlay.reportMissing(
          cluster, IpFamily.IPV4, "no other family is there on every node", diagnostics);
    }
    LinkNames.check(cluster, context.choice(), name.value(), diagnostics);
    Optional<Node> bad = cluster.nodes().stream()
        .filter(n -> !Link.WireGuard.validPath(keyFile(n)))
        .findFirst();
    if (bad.isPresent()) {
      Span place = context
          .choice()
          .setting(KEY_FILE.key())
          .map(BackendSetting::values)
          .filter(v -> !v.isEmpty())
          .map(v -> v.get(0).span())
          .orElse(context.choice().name().span());
      Diagnostic.at(
              place, TunnelCode.BAD_KEY_FILE, "a private key cannot be in " + keyFile(bad.get()))
          .help("write a path of letters, digits, dots, dashes and underscores, without . and ..")
          .to(diagnostics);
    }
    List<Node> without =
        cluster.nodes().stream().filter(n -> n.publicKey().isEmpty()).toList();
    if (!without.isEmpty()) {
      String names =
          String.join(", ", without.stream().limit(SHOWN).map(Node::name).toList())
              + (without.size() > SHOWN ? " and " + (without.size() - SHOWN) + " more" : "");
      Diagnostic.at(
              context.choice().name().span(),
              TunnelCode.KEYS_MISSING,
              "podnet.keys has no public key of " + names)
          .help("run nodes/NODE/keys.sh of the output on each of them, add what it prints to"
              + " podnet.keys beside the spec, and compile again; until then apply.sh refuses")
          .to(diagnostics);
    }
  }

  private String keyFile(Node node) {
    String written = context.settings().text(KEY_FILE.key()).orElse("wireguard.key");
    return written.startsWith("/")
        ? written
        : "/etc/podnet/" + cluster.name() + "/" + node.name() + "/" + written;
  }

  /** The MTU of the links in bytes. */
  public int mtu() {
    return cluster.underlayMtu() - overhead(cluster);
  }

  /** The link of a node. */
  public void link(Node node, FragmentBuilder host) {
    host.link(new Link.WireGuard(
        name,
        mtu(),
        port,
        keyFile(node),
        node.publicKey().map(Located::value),
        "encrypted tunnels to the other nodes"));
  }

  /** Every node as a peer of the others; a host leaves out itself. */
  public void peers(Function<Node, List<Cidr>> prefixes, FragmentBuilder shared) {
    IpFamily outer = outer(cluster).orElseThrow();
    // wg_open of drivers/net/wireguard/device.c clears it; said here, it is set back when the link
    // is gone
    shared.sysctl(new Sysctl(
        "net/ipv4/conf/all/send_redirects",
        "0",
        "a WireGuard link that goes up clears it: who sent to one has no shorter way"));
    for (Node node : cluster.nodes()) {
      List<Cidr> allowed = prefixes.apply(node).stream().sorted().toList();
      if (!allowed.isEmpty()) {
        shared.wireGuardPeer(new WireGuardPeer(
            name,
            node.name(),
            node.publicKey().map(Located::value),
            node.address(outer).orElseThrow(),
            port,
            allowed,
            keepalive));
      }
    }
  }
}
