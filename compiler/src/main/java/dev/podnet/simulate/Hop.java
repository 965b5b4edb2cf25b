package dev.podnet.simulate;

/**
 * One step of a walk.
 *
 * @param node the host it happens on; empty on the underlay and outside
 * @param where the place there, such as {@code pod default/web-1 eth0} or {@code nat PREROUTING}
 * @param what what happens, in a sentence, with the route or rule that decided
 */
public record Hop(String node, String where, String what) {}
