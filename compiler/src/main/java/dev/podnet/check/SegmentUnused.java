package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TopologyCode;
import dev.podnet.model.Segment;

/** A segment has nodes on it, or a router. */
final class SegmentUnused implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    if (context.cluster().nodes().isEmpty()) {
      return;
    }
    for (Segment segment : context.cluster().segments()) {
      if (!segment.implicit()
          && context.nodesBySegment().get(segment.name()).isEmpty()
          && context.underlay().routers(segment) == 0) {
        Diagnostic.at(
                segment.span(),
                TopologyCode.SEGMENT_UNUSED,
                "no node is on segment " + segment.name() + ", and no router connects it")
            .label("nothing is here")
            .help("take it out, or check the addresses of the nodes that belong on it")
            .to(diagnostics);
      }
    }
  }
}
