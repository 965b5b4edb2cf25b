package dev.podnet.spi;

/** A backend of kind {@link Backend.Kind#FABRIC}. */
public interface Fabric extends Backend {

  @Override
  default Kind kind() {
    return Kind.FABRIC;
  }

  /**
   * The most bytes it adds to a pod's packet on the underlay, over every family the outer header may have in this
   * cluster; the pods' MTU is the underlay's less this.
   */
  int overhead(BackendContext context);

  /**
   * Whether it sends pod packets unwrapped to the next node, so that both must be on one segment. The topology check
   * reports nodes that are not.
   */
  boolean needsSharedSegment(BackendContext context);

  /**
   * Whether it joins the pods of all nodes to one layer-2 segment, so that each pod's prefix is the cluster's range and
   * not its node's share.
   */
  default boolean flat() {
    return false;
  }
}
