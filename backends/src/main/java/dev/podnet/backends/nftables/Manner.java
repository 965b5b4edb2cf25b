package dev.podnet.backends.nftables;

/** How a packet is sent to the endpoints. */
enum Manner {
  /** To a ClusterIP: pods keep their address. */
  CLUSTER_IP("CLUSTERIP-"),
  /** From outside, by the policy Cluster: answers come back to this node. */
  OUTSIDE("OUTSIDE-"),
  /** From outside, by the policy Local: only pods and the host itself; others come back from the chain. */
  SHORT("SHORT-");

  private final String word;

  Manner(String word) {
    this.word = word;
  }

  /**
   * The chain for it.
   *
   * @param target the number of endpoints, or the service when it has a chain of its own
   */
  String chain(Layer layer, Door door, String target) {
    String port = door == Door.NODE_PORT ? "NODEPORT-" : "";
    return layer.prefix() + "-" + port + word + target;
  }
}
