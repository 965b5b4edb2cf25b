package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.Optional;

/** A gateway is a neighbour of the hosts that use it. */
final class GatewayOutsideSegment implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Segment segment : context.cluster().segments()) {
      for (Located<IpAddress> gateway : segment.gateways()) {
        Optional<Located<Cidr>> prefix = segment.cidrs().stream()
            .filter(c -> c.value().family() == gateway.value().family())
            .findFirst();
        boolean inside = prefix.map(p -> p.value().contains(gateway.value())).orElse(false);
        if (!segment.cidrs().isEmpty() && !inside) {
          Located<Cidr> shown = prefix.orElse(segment.cidrs().get(0));
          Diagnostic.at(
                  gateway.span(),
                  AddressCode.GATEWAY_OUTSIDE_SEGMENT,
                  "gateway " + gateway.value() + " is not in its segment " + segment.name())
              .label("the segment's hosts cannot reach it")
              .related(shown.span(), segment.name() + " is " + shown.value())
              .help(prefix
                  .map(p -> "write an address of " + p.value() + ", such as `gateway "
                      + p.value().nth(Math.min(1, p.value().sizeAsLong() - 1)) + "`")
                  .orElse("give the segment a prefix of "
                      + Words.family(gateway.value().family()) + " too"))
              .to(diagnostics);
        }
      }
    }
  }
}
