package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.Optional;

/** A node's share lies in the cluster's range of its family. */
final class PodCidrOutsideRange implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Node node : context.cluster().nodes()) {
      for (Located<Cidr> share : node.podCidrs()) {
        IpFamily family = share.value().family();
        Optional<ClusterRange> range = context.ranges().stream()
            .filter(r -> r.pods() && r.cidr().family() == family)
            .findFirst();
        if (range.isPresent()) {
          if (!range.get().cidr().contains(share.value())) {
            report(context, node, share, range.get(), diagnostics);
          }
        } else if (!context.cluster().settings().podFamilies().contains(family)) {
          reportFamily(context, node, share, diagnostics);
        }
      }
    }
  }

  private static void report(
      CheckContext context,
      Node node,
      Located<Cidr> share,
      ClusterRange range,
      Diagnostics diagnostics) {
    String help = share.value().contains(range.cidr())
        ? "write a longer prefix: one node's share is a part of the range"
        : "write a share of " + range.cidr() + ", leave `podCIDR` out, or give the cluster a range"
            + " that holds every node's: `podCIDR "
            + covering(context, share.value().family()) + "`";
    Diagnostic.at(
            share.span(),
            AddressCode.POD_CIDR_OUTSIDE_RANGE,
            "pod CIDR " + share.value() + " of node " + node.name() + " is not in the "
                + range.words())
        .label("the other nodes would not take these for pods")
        .related(range.span(), "the " + range.words() + " is the cluster's")
        .help(help)
        .to(diagnostics);
  }

  private static void reportFamily(
      CheckContext context, Node node, Located<Cidr> share, Diagnostics diagnostics) {
    String family = Words.family(share.value().family());
    Diagnostic.at(
            share.span(),
            AddressCode.POD_CIDR_OUTSIDE_RANGE,
            "pod CIDR " + share.value() + " of node " + node.name() + " is " + family
                + ", but the cluster has no " + family + " pod range")
        .label("no pod gets an address from here")
        .help("give the cluster a second range: `podCIDR "
            + context.cluster().settings().podCidrs().get(0).value() + ", "
            + covering(context, share.value().family()) + "`")
        .to(diagnostics);
  }

  /** The narrowest block that holds every node's share of a family. */
  private static Cidr covering(CheckContext context, IpFamily family) {
    IpAddress first = null;
    IpAddress last = null;
    for (Node node : context.cluster().nodes()) {
      Optional<Cidr> share = node.podCidr(family);
      if (share.isPresent()) {
        IpAddress from = share.get().network();
        IpAddress to = share.get().last();
        first = first == null || from.compareTo(first) < 0 ? from : first;
        last = last == null || to.compareTo(last) > 0 ? to : last;
      }
    }
    int length = family.bits();
    while (length > 0 && !Cidr.of(first, length).contains(last)) {
      length--;
    }
    return Cidr.of(first, length);
  }
}
