package dev.podnet.plan;

/** What of a packet is looked up in a set or map. */
public enum NftField {
  /** {@code ip saddr} or {@code ip6 saddr}. */
  SOURCE,
  /** {@code ip daddr} or {@code ip6 daddr}. */
  DESTINATION,
  /** {@code meta l4proto}. */
  PROTOCOL,
  /** {@code th dport}. */
  DESTINATION_PORT
}
