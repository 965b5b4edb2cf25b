package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.source.Located;
import java.util.Optional;

/** No host of a segment has an address of pods or services. */
final class RangeAndSegment implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Segment segment : context.cluster().segments()) {
      for (Located<Cidr> cidr : segment.cidrs()) {
        clash(context, cidr.value())
            .ifPresent(range -> report(context, segment, cidr, range, diagnostics));
      }
    }
  }

  /** The range of the cluster that has addresses in common with a segment's. */
  static Optional<ClusterRange> clash(CheckContext context, Cidr segment) {
    if (SpecialAddresses.overlapping(segment).isPresent()) {
      return Optional.empty();
    }
    return context.ranges().stream().filter(r -> r.cidr().overlaps(segment)).findFirst();
  }

  private static void report(
      CheckContext context,
      Segment segment,
      Located<Cidr> cidr,
      ClusterRange range,
      Diagnostics diagnostics) {
    Diagnostic.Builder builder = Diagnostic.at(
            cidr.span(),
            AddressCode.RANGE_OVERLAPS_SEGMENT,
            "segment " + segment.name() + " " + cidr.value() + " overlaps the " + range.words())
        .label("these hosts could not be told from " + (range.pods() ? "pods" : "services"))
        .related(
            range.span(),
            range.span().equals(context.cluster().span())
                ? "the default of `" + range.keyword() + "` is " + range.cidr()
                : "the " + range.words() + " is here");
    context
        .freeRanges()
        .like(range.cidr())
        .ifPresent(free -> builder.help(
            "give the cluster another range, such as `" + range.keyword() + " " + free + "`"));
    builder.to(diagnostics);
  }
}
