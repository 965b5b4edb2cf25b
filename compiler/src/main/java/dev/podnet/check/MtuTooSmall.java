package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Cluster;
import dev.podnet.model.Segment;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a fabric leaves of a packet suffices for pods: 1280 bytes for IPv6 (RFC 8200, section 5; Linux takes IPv6 off a
 * link below that), 68 for IPv4 (RFC 791, section 3.2), and better 576, which every IPv4 host must take.
 */
final class MtuTooSmall implements Rule {

  private static final int LEAST_V6 = 1280;
  private static final int LEAST_V4 = 68;
  private static final int USUAL_V4 = 576;

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    Optional<Segment> least =
        cluster.segments().stream().min(Comparator.comparingInt(Segment::mtu));
    int underlay = least.map(Segment::mtu).orElse(cluster.settings().mtu().value());
    // The fabric leaves every node's pods the same.
    int pods = context
        .fabric()
        .flatMap(f -> f.podMtus().values().stream().min(Integer::compare))
        .orElse(underlay);
    boolean own = least.isPresent()
        && !least.get().implicit()
        && underlay != cluster.settings().mtu().value();
    Span place = own ? least.get().span() : cluster.settings().mtu().span();
    String where = own ? "segment " + least.get().name() : "the underlay";
    List<IpFamily> families = cluster.settings().podFamilies();
    boolean v6 = families.contains(IpFamily.IPV6) && pods < LEAST_V6;
    if (!v6 && !(families.contains(IpFamily.IPV4) && pods < USUAL_V4)) {
      return;
    }
    int need = v6 ? LEAST_V6 : pods < LEAST_V4 ? LEAST_V4 : USUAL_V4;
    String fabric = context.fabric().map(FabricFacts::name).orElse("the fabric");
    String left = pods == underlay
        ? "packets of " + underlay + " bytes on " + where
        : "packets of " + underlay + " bytes on " + where + " leave pods " + pods + " behind "
            + fabric;
    Diagnostic.Builder builder = Diagnostic.at(
            place,
            AddressCode.MTU_TOO_SMALL,
            left + ": "
                + (v6 ? "IPv6 needs " : need == LEAST_V4 ? "IPv4 needs " : "IPv4 hosts expect ")
                + "at least " + need)
        .label("too small")
        .help("write `mtu " + (need + underlay - pods) + "` or more"
            + (v6 && families.size() > 1 ? ", or leave the IPv6 range out of `podCIDR`" : ""));
    if (need == USUAL_V4) {
      builder.severity(Severity.WARNING);
    }
    builder.to(diagnostics);
  }
}
