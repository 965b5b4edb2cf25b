package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.source.Span;

/** Pods and services have no address in common. */
final class PodAndServiceRange implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (ClusterRange pods : context.ranges()) {
      for (ClusterRange services : context.ranges()) {
        if (pods.pods() && !services.pods() && pods.cidr().overlaps(services.cidr())) {
          report(context, pods, services, diagnostics);
        }
      }
    }
  }

  private static void report(
      CheckContext context, ClusterRange pods, ClusterRange services, Diagnostics diagnostics) {
    Span cluster = context.cluster().span();
    // The one to point at is the one that was written; of two, the one that comes later.
    boolean atPods = services.span().equals(cluster)
        || !pods.span().equals(cluster) && pods.span().compareTo(services.span()) > 0;
    ClusterRange here = atPods ? pods : services;
    ClusterRange there = atPods ? services : pods;
    Diagnostic.Builder builder = Diagnostic.at(
            here.span(),
            AddressCode.POD_AND_SERVICE_RANGE_OVERLAP,
            "the " + pods.words() + " and the " + services.words() + " overlap")
        .label(
            there.span().equals(cluster)
                ? "the default of `" + there.keyword() + "` is " + there.cidr()
                : "the same addresses as " + there.cidr());
    if (!there.span().equals(cluster)) {
      builder.related(there.span(), "the " + there.words() + " is here");
    }
    context
        .freeRanges()
        .like(here.cidr())
        .ifPresent(free ->
            builder.help("write another range, such as `" + here.keyword() + " " + free + "`"));
    builder.to(diagnostics);
  }
}
