package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No two nodes have an address of pods in common. */
final class PodCidrOverlap implements Rule {

  private record Share(Node node, Located<Cidr> cidr) {}

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    List<Share> shares = new ArrayList<>();
    for (Node node : context.cluster().nodes()) {
      node.podCidrs().forEach(cidr -> shares.add(new Share(node, cidr)));
    }
    Map<Cidr, FreeBlocks> free = new LinkedHashMap<>();
    RangeSweep.sweep(shares, s -> s.cidr().value(), (outer, inner) -> {
      boolean innerIsLater = inner.cidr().span().compareTo(outer.cidr().span()) >= 0;
      Share first = innerIsLater ? outer : inner;
      Share later = innerIsLater ? inner : outer;
      Cidr cidr = later.cidr().value();
      Diagnostic.Builder builder = Diagnostic.at(
              later.cidr().span(),
              AddressCode.POD_CIDR_OVERLAP,
              "pod CIDR " + cidr + " of node " + later.node().name() + " overlaps that of node "
                  + first.node().name())
          .label("the same addresses as " + first.cidr().value())
          .related(first.cidr().span(), first.node().name() + " has them here");
      next(context, shares, free, cidr)
          .ifPresent(block -> builder.help("the next free pod CIDR is " + block
              + ": write `podCIDR " + block + "`, or leave `podCIDR` out"));
      builder.to(diagnostics);
    });
  }

  private static Optional<Cidr> next(
      CheckContext context, List<Share> shares, Map<Cidr, FreeBlocks> free, Cidr wanted) {
    return context.ranges().stream()
        .filter(r -> r.pods() && r.cidr().family() == wanted.family())
        .map(ClusterRange::cidr)
        .findFirst()
        .flatMap(range -> free.computeIfAbsent(
                range,
                r ->
                    new FreeBlocks(r, shares.stream().map(s -> s.cidr().value()).toList()))
            .next(wanted.length()));
  }
}
