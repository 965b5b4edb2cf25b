package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.model.Segment;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.Optional;

/** The addresses of nodes and gateways lie outside the ranges of pods and services. */
final class HostAddressInRange implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Segment segment : context.cluster().segments()) {
      for (Located<IpAddress> gateway : segment.gateways()) {
        if (!reportedForSegment(context, segment, gateway.value())) {
          check(
              context,
              "gateway " + gateway.value() + " of segment " + segment.name(),
              gateway,
              diagnostics);
        }
      }
    }
    for (Node node : context.cluster().nodes()) {
      Optional<Segment> segment = node.segment().map(context.segments()::get);
      for (Located<IpAddress> address : node.addresses()) {
        boolean reported =
            segment.map(s -> reportedForSegment(context, s, address.value())).orElse(false);
        if (!reported) {
          check(
              context,
              "address " + address.value() + " of node " + node.name(),
              address,
              diagnostics);
        }
      }
    }
  }

  private static boolean reportedForSegment(
      CheckContext context, Segment segment, IpAddress address) {
    return segment
        .cidr(address.family())
        .filter(cidr -> cidr.contains(address))
        .flatMap(cidr -> RangeAndSegment.clash(context, cidr))
        .isPresent();
  }

  private static void check(
      CheckContext context, String what, Located<IpAddress> address, Diagnostics diagnostics) {
    context
        .rangeOf(address.value())
        .ifPresent(range -> Diagnostic.at(
                address.span(),
                AddressCode.HOST_ADDRESS_IN_RANGE,
                what + " lies in the " + range.words())
            .label(
                range.pods()
                    ? "other nodes would look for a pod here"
                    : "every node would look for a service here")
            .related(range.span(), "the " + range.words() + " is the cluster's")
            .help("write an address outside " + range.cidr()
                + context
                    .freeRanges()
                    .like(range.cidr())
                    .map(f -> ", or another range for the cluster, such as `" + range.keyword()
                        + " " + f + "`")
                    .orElse(""))
            .to(diagnostics));
  }
}
