package dev.podnet.check;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Suggests private ranges (RFC 1918, RFC 4193) that nothing of the cluster uses. */
final class FreeRanges {

  private static final List<Cidr> PRIVATE = List.of(
      Cidr.parse("10.128.0.0/9"),
      Cidr.parse("10.0.0.0/8"),
      Cidr.parse("172.16.0.0/12"),
      Cidr.parse("192.168.0.0/16"),
      Cidr.parse("fd00::/8"));

  private record Size(IpFamily family, int length) {}

  private final Cluster cluster;
  private final Map<Size, Optional<Cidr>> known = new LinkedHashMap<>();

  FreeRanges(Cluster cluster) {
    this.cluster = cluster;
  }

  /** A free range as large as another; the same one whenever it is asked for that size. */
  Optional<Cidr> like(Cidr range) {
    return known.computeIfAbsent(new Size(range.family(), range.length()), this::find);
  }

  private Optional<Cidr> find(Size size) {
    List<Cidr> used = used(size.family());
    for (Cidr block : PRIVATE) {
      if (block.family() == size.family()) {
        Optional<Cidr> free = new FreeBlocks(block, used).next(size.length());
        if (free.isPresent()) {
          return free;
        }
      }
    }
    return Optional.empty();
  }

  private List<Cidr> used(IpFamily family) {
    List<Cidr> used = new ArrayList<>();
    cluster.settings().podCidrs().forEach(c -> used.add(c.value()));
    cluster.settings().serviceCidrs().forEach(c -> used.add(c.value()));
    for (Segment segment : cluster.segments()) {
      segment.cidrs().forEach(c -> used.add(c.value()));
      segment.gateways().forEach(g -> used.add(g.value().asHost()));
    }
    for (Node node : cluster.nodes()) {
      for (Located<IpAddress> address : node.addresses()) {
        used.add(address.value().asHost());
      }
      node.podCidrs().forEach(c -> used.add(c.value()));
    }
    used.removeIf(c -> c.family() != family);
    return used;
  }
}
