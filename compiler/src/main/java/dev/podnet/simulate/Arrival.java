package dev.podnet.simulate;

/**
 * Where one way of a packet ends.
 *
 * @param verdict how it ends
 * @param path how it came there; the packet as it is there
 * @param node the host it ends on; empty outside
 * @param namespace the pod namespace it arrived in, {@code NAMESPACE.POD}; empty for a host or the outside
 * @param reason what decided, in words
 */
record Arrival(Verdict verdict, Path path, String node, String namespace, String reason) {}
