package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;

/** No address is on two segments. */
final class SegmentOverlap implements Rule {

  private record Prefix(Segment segment, Located<Cidr> cidr) {}

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    List<Prefix> prefixes = new ArrayList<>();
    for (Segment segment : context.cluster().segments()) {
      segment.cidrs().forEach(cidr -> prefixes.add(new Prefix(segment, cidr)));
    }
    RangeSweep.sweep(prefixes, p -> p.cidr().value(), (outer, inner) -> {
      boolean innerIsLater = inner.cidr().span().compareTo(outer.cidr().span()) >= 0;
      Prefix first = innerIsLater ? outer : inner;
      Prefix later = innerIsLater ? inner : outer;
      Diagnostic.at(
              later.cidr().span(),
              AddressCode.SEGMENT_OVERLAP,
              "segment " + later.segment().name() + " " + later.cidr().value()
                  + " overlaps segment " + first.segment().name() + " "
                  + first.cidr().value())
          .label("the same addresses as " + first.cidr().value())
          .related(first.cidr().span(), first.segment().name() + " has them here")
          .help("give each segment a prefix of its own; a host with such an address would look for"
              + " its neighbours on the wrong segment")
          .to(diagnostics);
    });
  }
}
