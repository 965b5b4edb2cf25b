package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TopologyCode;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.source.Located;
import java.util.List;

/** Where nodes reach others through a router, their segment says by which address. */
final class SegmentWithoutGateway implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Segment segment : context.cluster().segments()) {
      if (segment.implicit() || context.nodesBySegment().get(segment.name()).isEmpty()) {
        continue;
      }
      List<Segment> others = context.underlay().reachable(segment).stream()
          .filter(s -> !s.name().equals(segment.name())
              && !context.nodesBySegment().get(s.name()).isEmpty())
          .toList();
      if (!others.isEmpty()) {
        segment.cidrs().stream()
            .filter(c -> segment.gateways().stream()
                .noneMatch(g -> g.value().family() == c.value().family()))
            .forEach(c -> report(segment, others.get(0), c, diagnostics));
      }
    }
  }

  private static void report(
      Segment segment, Segment other, Located<Cidr> prefix, Diagnostics diagnostics) {
    String family = Words.family(prefix.value().family());
    Cidr cidr = prefix.value();
    Diagnostic.at(
            segment.span(),
            TopologyCode.SEGMENT_WITHOUT_GATEWAY,
            "segment " + segment.name() + " has no " + family
                + " gateway, though its nodes reach those on segment " + other.name()
                + " by a router")
        .label("by which address?")
        .related(other.span(), "the nodes here are behind the router")
        .help("say which address the router has on it: `gateway "
            + cidr.nth(Math.min(1, cidr.sizeAsLong() - 1)) + "`")
        .to(diagnostics);
  }
}
