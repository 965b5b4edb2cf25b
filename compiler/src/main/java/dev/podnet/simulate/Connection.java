package dev.podnet.simulate;

/**
 * What connection tracking on one host remembers of a connection.
 *
 * @param host the host
 * @param original the first packet's tuple as it came in
 * @param answer the tuple that answers will come in with: the first packet's as it went out, reversed
 * @param balanced whether it was IPVS that rewrote the destination, which connection tracking does not call translation
 */
record Connection(String host, Packet.Tuple original, Packet.Tuple answer, boolean balanced) {

  /** Whether the destination was rewritten. */
  boolean destinationChanged() {
    return !balanced
        && (!answer.source().equals(original.destination())
            || answer.sourcePort() != original.destinationPort());
  }
}
