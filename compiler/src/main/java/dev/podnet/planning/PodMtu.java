package dev.podnet.planning;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import java.util.Map;
import java.util.TreeMap;

/**
 * The MTU of pods: the least MTU of any segment, less what the fabric adds.
 *
 * <p>It is one value for the whole cluster, although a segment of its own may take larger packets: a packet between two
 * pods may cross every segment, and an MTU that depends on the peer would need a route with an MTU of its own for each
 * peer, in each pod.
 */
public final class PodMtu {

  private PodMtu() {}

  /**
   * The MTU of the pods of each node.
   *
   * @param overhead what the fabric adds to a packet, in bytes
   */
  public static Map<String, Integer> byNode(Cluster cluster, int overhead) {
    int mtu = cluster.underlayMtu() - overhead;
    Map<String, Integer> byNode = new TreeMap<>();
    for (Node node : cluster.nodes()) {
      byNode.put(node.name(), mtu);
    }
    return byNode;
  }
}
