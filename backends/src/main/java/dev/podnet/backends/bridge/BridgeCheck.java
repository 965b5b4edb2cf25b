package dev.podnet.backends.bridge;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.spi.BackendContext;

/** What a bridge per node asks of a cluster. */
final class BridgeCheck {

  private BridgeCheck() {}

  static void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    String bridge = BridgeWiring.bridge(context).value();
    for (Node node : cluster.nodes()) {
      if (node.dev().equals(bridge) || bridge.equals("lo")) {
        Diagnostic.at(
                place(context),
                SettingCode.LINK_NAME_TAKEN,
                "the pods' bridge cannot be named " + bridge + ": "
                    + (bridge.equals("lo")
                        ? "every host has a link of that name"
                        : "node " + node.name() + " has its address on that interface"))
            .related(node.span(), "node " + node.name())
            .help("give the bridge another name: name cni0")
            .to(diagnostics);
        break;
      }
    }
    for (Node node : cluster.nodes()) {
      for (Located<Cidr> cidr : node.podCidrs()) {
        checkSize(node, cidr, diagnostics);
      }
    }
    for (Pod pod : cluster.pods()) {
      if (pod.wired()) {
        checkHostPorts(pod, BridgeWiring.loopbackPorts(context), diagnostics);
      }
    }
  }

  private static Span place(BackendContext context) {
    return context
        .choice()
        .setting(BridgeWiring.NAME)
        .map(s -> s.key().span())
        .orElse(context.choice().name().span());
  }

  private static void checkSize(Node node, Located<Cidr> cidr, Diagnostics diagnostics) {
    if (cidr.value().sizeAsLong() < 4) {
      Diagnostic.at(
              cidr.span(),
              SettingCode.POD_CIDR_TOO_SMALL,
              "pod CIDR " + cidr.value() + " of node " + node.name()
                  + " has no room for a bridge and a pod")
          .help("a node's pod CIDR is at least a "
              + (cidr.value().family() == IpFamily.IPV4 ? "/30" : "/126"))
          .to(diagnostics);
    }
  }

  /**
   * Ports on a loopback address.
   *
   * @param served whether those of IPv4 are; Linux routes no packet from ::1 to another host
   */
  private static void checkHostPorts(Pod pod, boolean served, Diagnostics diagnostics) {
    for (Pod.Container container : pod.containers()) {
      for (Pod.Port port : container.ports()) {
        boolean loopback = port.hostIp()
            .filter(h -> Cidr.parse("127.0.0.0/8").contains(h) && !served
                || h.equals(IpAddress.parse("::1")))
            .isPresent();
        if (port.hostPort().isPresent() && loopback) {
          Diagnostic.at(
                  port.span(),
                  SettingCode.HOST_PORT_LOOPBACK,
                  "host port " + port.hostPort().get() + " of pod " + pod.ref()
                      + " is on a loopback address, where nothing leads to the pod")
              .help("give it an address of the node, or none")
              .to(diagnostics);
        }
      }
    }
  }
}
