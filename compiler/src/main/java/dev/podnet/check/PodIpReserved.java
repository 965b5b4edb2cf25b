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

/**
 * A pod on a bridge does not have the addresses that the bridge's subnet needs: its first one (the network), the second
 * (the bridge's own), and in IPv4 the last one (broadcast).
 */
final class PodIpReserved implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    if (!context.cluster().settings().wiring().name().value().equals("bridge")) {
      return;
    }
    for (Pod pod : context.cluster().pods()) {
      Node node = pod.wired() ? context.nodes().get(pod.node().orElseThrow()) : null;
      if (node == null) {
        continue;
      }
      for (Located<IpAddress> ip : pod.ips()) {
        Optional<Cidr> share = node.podCidr(ip.value().family());
        share
            .flatMap(s -> reserved(s, ip.value()))
            .ifPresent(why -> report(pod, node, share.get(), ip, why, diagnostics));
      }
    }
  }

  private static void report(
      Pod pod, Node node, Cidr share, Located<IpAddress> ip, String why, Diagnostics diagnostics) {
    Diagnostic.at(
            ip.span(),
            AddressCode.POD_IP_RESERVED,
            "pod " + pod.ref() + " cannot have the address " + ip.value() + ": it is " + why
                + " on node " + node.name())
        .label("no pod can have it")
        .help(
            share.sizeAsLong() > 3
                ? "write an address of " + share + " from " + share.nth(2)
                    + " on, or leave `ip` out"
                : "give node " + node.name() + " a wider pod CIDR than " + share)
        .to(diagnostics);
  }

  private static Optional<String> reserved(Cidr share, IpAddress ip) {
    if (ip.equals(share.network())) {
      return Optional.of("the network's own address");
    }
    if (share.sizeAsLong() > 1 && ip.equals(share.nth(1))) {
      return Optional.of("the bridge's");
    }
    if (ip.isV4() && ip.equals(share.last())) {
      return Optional.of("the broadcast address");
    }
    return Optional.empty();
  }
}
