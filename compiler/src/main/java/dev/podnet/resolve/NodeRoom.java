package dev.podnet.resolve;

import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many more pods the pod CIDR of each node has addresses for. */
final class NodeRoom {

  private final Map<String, Long> left = new HashMap<>();

  NodeRoom(List<Node> nodes) {
    for (Node node : nodes) {
      long room = Long.MAX_VALUE;
      for (Located<Cidr> cidr : node.podCidrs()) {
        int reserved = cidr.value().family() == IpFamily.IPV4 ? 3 : 2;
        room = Math.min(room, Math.max(0, cidr.value().sizeAsLong() - reserved));
      }
      left.put(node.name(), room);
    }
  }

  /** Whether another pod finds an address on a node. */
  boolean left(Node node) {
    return left.get(node.name()) > 0;
  }

  /** Takes an address for a pod that needs one of its own. */
  void take(Node node, PodDraft pod) {
    if (pod.network() == Pod.Network.POD && pod.shares().isEmpty()) {
      left.merge(node.name(), -1L, Long::sum);
    }
  }
}
