package dev.podnet.backends.ipvs;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import java.util.ArrayList;
import java.util.List;

/** Who may use a load balancer. */
final class SourceRanges {

  private SourceRanges() {}

  /** Whether every node's own address is in one of the ranges, all of which are of one family. */
  static boolean everyNodeMay(Cluster cluster, List<Cidr> ranges) {
    return cluster.nodes().stream().allMatch(node -> may(node, ranges));
  }

  /**
   * Whether a node's own address is in one of the ranges. The packets of the node itself cannot be asked: it has the load
   * balancer's address and sends from that.
   */
  static boolean may(Node node, List<Cidr> ranges) {
    return node.address(ranges.get(0).family())
        .filter(a -> ranges.stream().anyMatch(r -> r.contains(a)))
        .isPresent();
  }

  /** The ranges as sets hold them: no set takes a prefix of length 0 (ipset(8)), so its halves stand for it. */
  static List<Cidr> members(List<Cidr> ranges) {
    List<Cidr> members = new ArrayList<>();
    for (Cidr range : ranges) {
      if (range.length() > 0) {
        members.add(range);
      } else {
        Cidr low = new Cidr(range.network(), 1);
        members.add(low);
        members.add(Cidr.of(range.last(), 1));
      }
    }
    return members;
  }
}
