package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.Optional;

/** A pod's address lies in the pod CIDR of the node it runs on. */
final class PodIpPlace implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Pod pod : context.cluster().pods()) {
      if (pod.wired()) {
        Node node = context.nodes().get(pod.node().orElseThrow());
        if (node != null) {
          pod.ips().forEach(ip -> check(context, pod, node, ip, diagnostics));
        }
      }
    }
  }

  private static void check(
      CheckContext context, Pod pod, Node node, Located<IpAddress> ip, Diagnostics diagnostics) {
    Optional<Located<Cidr>> share = node.podCidrs().stream()
        .filter(c -> c.value().family() == ip.value().family())
        .findFirst();
    if (share.isEmpty() || share.get().value().contains(ip.value())) {
      return;
    }
    Optional<Node> owner = context.ownerOf(ip.value());
    Diagnostic.Builder builder = Diagnostic.at(
            ip.span(),
            AddressCode.POD_IP_OUTSIDE_POD_CIDR,
            "address " + ip.value() + " of pod " + pod.ref()
                + " is not in the pod CIDR of its node " + node.name())
        .label(owner
            .map(o -> "this is one of node " + o.name())
            .orElse("no node sends packets for this to " + node.name()))
        .related(share.get().span(), node.name() + " has " + share.get().value())
        .help("write an address of " + share.get().value()
            + owner.map(o -> ", put the pod on " + o.name()).orElse("")
            + ", or leave `ip` out");
    builder.to(diagnostics);
  }
}
