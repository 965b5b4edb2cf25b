package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.source.Located;
import java.util.List;

/** Ranges hold ordinary unicast addresses only. */
final class SpecialRange implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    check("pod range", context.cluster().settings().podCidrs(), diagnostics);
    check("service range", context.cluster().settings().serviceCidrs(), diagnostics);
    for (Segment segment : context.cluster().segments()) {
      check("prefix of segment " + segment.name() + ",", segment.cidrs(), diagnostics);
    }
  }

  private static void check(String what, List<Located<Cidr>> ranges, Diagnostics diagnostics) {
    for (Located<Cidr> range : ranges) {
      SpecialAddresses.overlapping(range.value())
          .ifPresent(block -> Diagnostic.at(
                  range.span(),
                  AddressCode.SPECIAL_RANGE,
                  "the " + what + " " + range.value() + " has addresses of " + block.cidr()
                      + ", which are for " + block.purpose())
              .label("hosts do not route all of these")
              .help("write a private range, such as "
                  + (range.value().network().isV4() ? "10.244.0.0/16" : "fd00:10:244::/56"))
              .to(diagnostics));
    }
  }
}
