package dev.podnet.resolve;

import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the node whose pod CIDR holds an address; the smallest such block wins. */
final class PodCidrIndex {

  private final Map<Cidr, Node> nodes = new HashMap<>();
  private final TreeSet<Integer> lengths = new TreeSet<>();

  PodCidrIndex(List<Node> all) {
    for (Node node : all) {
      for (Located<Cidr> cidr : node.podCidrs()) {
        nodes.putIfAbsent(cidr.value(), node);
        lengths.add(cidr.value().length());
      }
    }
  }

  Optional<Node> find(IpAddress address) {
    for (int length : lengths.descendingSet()) {
      if (length <= address.family().bits()) {
        Node node = nodes.get(Cidr.of(address, length));
        if (node != null) {
          return Optional.of(node);
        }
      }
    }
    return Optional.empty();
  }
}
