package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Segment;
import dev.podnet.source.Span;

/** An IP packet has at most 65,535 bytes: its length is a field of 16 bits (RFC 791, section 3.1). */
final class MtuTooLarge implements Rule {

  private static final int MOST = 65_535;

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    int cluster = context.cluster().settings().mtu().value();
    if (cluster > MOST) {
      report(context.cluster().settings().mtu().span(), "the underlay", cluster, diagnostics);
    }
    for (Segment segment : context.cluster().segments()) {
      if (segment.mtu() > MOST && segment.mtu() != cluster) {
        report(segment.span(), "segment " + segment.name(), segment.mtu(), diagnostics);
      }
    }
  }

  private static void report(Span place, String what, int mtu, Diagnostics diagnostics) {
    Diagnostic.at(
            place,
            AddressCode.MTU_TOO_LARGE,
            "an MTU of " + mtu + " on " + what + ", but no packet has more than " + MOST + " bytes")
        .label("too large")
        .help(
            "write the MTU of the hosts' interfaces: 1500 on most networks, 9000 with jumbo frames")
        .to(diagnostics);
  }
}
