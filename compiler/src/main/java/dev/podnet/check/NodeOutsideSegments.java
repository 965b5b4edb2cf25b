package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where segments are declared, every node's address is in one, and all addresses of a node are in the same one. */
final class NodeOutsideSegments implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    if (!context.explicitSegments()) {
      return;
    }
    for (Node node : context.cluster().nodes()) {
      Optional<Segment> segment = node.segment().map(context.segments()::get);
      if (segment.isEmpty()) {
        if (!node.addresses().isEmpty()) {
          reportNone(context, node, node.addresses().get(0), diagnostics);
        }
      } else {
        for (Located<IpAddress> address : node.addresses()) {
          boolean inside =
              segment.get().cidrs().stream().anyMatch(c -> c.value().contains(address.value()));
          if (!inside) {
            reportOther(node, segment.get(), address, diagnostics);
          }
        }
      }
    }
  }

  private static void reportNone(
      CheckContext context, Node node, Located<IpAddress> address, Diagnostics diagnostics) {
    List<String> known = new ArrayList<>();
    for (Segment segment : context.cluster().segments()) {
      segment.cidrs().stream()
          .filter(c -> c.value().family() == address.value().family())
          .forEach(c -> known.add(segment.name() + " " + c.value()));
    }
    Diagnostic.at(
            address.span(),
            AddressCode.NODE_OUTSIDE_SEGMENTS,
            "address " + address.value() + " of node " + node.name() + " is in no segment")
        .label("no segment's prefix holds it")
        .help((known.isEmpty() ? "" : "the segments are " + Words.list(known) + "; ")
            + "write an address of one of them, or declare another: `segment NAME "
            + subnet(address.value()) + "`")
        .to(diagnostics);
  }

  private static void reportOther(
      Node node, Segment segment, Located<IpAddress> address, Diagnostics diagnostics) {
    String family = Words.family(address.value().family());
    Optional<Cidr> prefix = segment.cidr(address.value().family());
    Diagnostic.Builder builder = Diagnostic.at(
            address.span(),
            AddressCode.NODE_OUTSIDE_SEGMENTS,
            "address " + address.value() + " of node " + node.name() + " is not in its segment "
                + segment.name())
        .label(prefix
            .map(p -> segment.name() + " is " + p)
            .orElse(segment.name() + " has no " + family + " prefix"));
    if (!segment.cidrs().isEmpty()) {
      builder.related(segment.cidrs().get(0).span(), "the node's other address is in this segment");
    }
    builder
        .help(prefix
            .map(p -> "write an address of " + p)
            .orElseGet(() -> "give the segment a second prefix: `segment " + segment.name() + " "
                + segment.cidrs().get(0).value() + ", " + subnet(address.value()) + "`"))
        .to(diagnostics);
  }

  /** A subnet of the usual size around an address. */
  private static Cidr subnet(IpAddress address) {
    return Cidr.of(address, address.isV4() ? 24 : 64);
  }
}
