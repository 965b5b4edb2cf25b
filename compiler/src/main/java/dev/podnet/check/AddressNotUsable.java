package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.model.Segment;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.List;
import java.util.Optional;

/** Hosts have ordinary unicast addresses, and not the first or the last one of their IPv4 segment. */
final class AddressNotUsable implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Node node : context.cluster().nodes()) {
      Optional<Segment> segment = node.segment().map(context.segments()::get);
      for (Located<IpAddress> address : node.addresses()) {
        String what = "address " + address.value() + " of node " + node.name();
        if (!special(what, address, diagnostics)) {
          segment.ifPresent(s -> edge(what, s, address, diagnostics));
        }
      }
      all("external IP", "node " + node.name(), node.externalIps(), diagnostics);
    }
    for (Segment segment : context.cluster().segments()) {
      for (Located<IpAddress> gateway : segment.gateways()) {
        String what = "gateway " + gateway.value() + " of segment " + segment.name();
        if (!special(what, gateway, diagnostics)) {
          edge(what, segment, gateway, diagnostics);
        }
      }
    }
    for (Service service : context.cluster().services()) {
      String owner = "service " + service.ref();
      all("external IP", owner, service.externalIps(), diagnostics);
      all("load balancer IP", owner, service.loadBalancerIps(), diagnostics);
      edges(context, "external IP", owner, service.externalIps(), diagnostics);
      edges(context, "load balancer IP", owner, service.loadBalancerIps(), diagnostics);
    }
  }

  private static void edges(
      CheckContext context,
      String what,
      String owner,
      List<Located<IpAddress>> addresses,
      Diagnostics diagnostics) {
    for (Located<IpAddress> address : addresses) {
      for (Segment segment : context.cluster().segments()) {
        if (segment
            .cidr(address.value().family())
            .filter(c -> c.contains(address.value()))
            .isPresent()) {
          edge(what + " " + address.value() + " of " + owner, segment, address, diagnostics);
        }
      }
    }
  }

  private static void all(
      String what, String owner, List<Located<IpAddress>> addresses, Diagnostics diagnostics) {
    for (Located<IpAddress> address : addresses) {
      special(what + " " + address.value() + " of " + owner, address, diagnostics);
    }
  }

  private static boolean special(String what, Located<IpAddress> address, Diagnostics diagnostics) {
    Optional<SpecialAddresses.Block> block = SpecialAddresses.of(address.value());
    block.ifPresent(b -> Diagnostic.at(
            address.span(),
            AddressCode.ADDRESS_NOT_USABLE,
            what + " is in " + b.cidr() + ", which is for " + b.purpose())
        .label("other hosts cannot send packets here")
        .help("write an address that other hosts reach it by")
        .to(diagnostics));
    return block.isPresent();
  }

  private static void edge(
      String what, Segment segment, Located<IpAddress> address, Diagnostics diagnostics) {
    Optional<Cidr> prefix = segment.cidr(address.value().family());
    // A /31 has neither (RFC 3021).
    if (prefix.isEmpty() || !address.value().isV4() || prefix.get().length() >= 31) {
      return;
    }
    boolean first = address.value().equals(prefix.get().network());
    if (first || address.value().equals(prefix.get().last())) {
      Diagnostic.at(
              address.span(),
              AddressCode.ADDRESS_NOT_USABLE,
              what + " is the " + (first ? "network" : "broadcast") + " address of " + prefix.get())
          .label("no host can have it")
          .help("write an address from " + prefix.get().nth(1) + " to "
              + prefix.get().last().plus(-1))
          .to(diagnostics);
    }
  }
}
