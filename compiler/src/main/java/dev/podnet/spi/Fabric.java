package dev.podnet.spi;

import dev.podnet.net.IpFamily;

/** A backend of kind {@link Backend.Kind#FABRIC}. */
public interface Fabric extends Backend {

  @Override
  default Kind kind() {
    return Kind.FABRIC;
  }

  /**
   * How many bytes it adds to a packet of a family on the underlay; the pods' MTU is the underlay's less the largest.
   *
   * @param underlay the family of the outer header
   */
  int overhead(BackendContext context, IpFamily underlay);

  /**
   * Whether it sends pod packets unwrapped to the next node, so that both must be on one segment. The topology check
   * reports nodes that are not.
   */
  boolean needsSharedSegment(BackendContext context);
}
