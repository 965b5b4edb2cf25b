package dev.podnet.backends.nftables;

/**
 * A choice of endpoints that a packet may be sent to. A service may have one of each; a packet goes by the first that it
 * falls under, in the order they stand here.
 */
enum Layer {
  /** Those that hints mean for this node. */
  NODE("PODNET-NODE"),
  /** Those that hints mean for this node's zone. */
  ZONE("PODNET-ZONE"),
  /** All that are usable. */
  ALL("PODNET"),
  /** Those on this node, by a policy Local. */
  LOCAL("PODNET-LOCAL");

  private final String prefix;

  Layer(String prefix) {
    this.prefix = prefix;
  }

  /** What the names of its chains and maps begin with. */
  String prefix() {
    return prefix;
  }
}
