package dev.podnet.check;

import dev.podnet.net.Cidr;
import dev.podnet.source.Span;

/**
 * A range of the whole cluster.
 *
 * @param cidr the addresses
 * @param pods whether pods have them, or services
 * @param span where it is written, or the cluster's place for a default
 */
record ClusterRange(Cidr cidr, boolean pods, Span span) {

  /** {@code pod range 10.244.0.0/16}. */
  String words() {
    return (pods ? "pod range " : "service range ") + cidr;
  }

  /** The statement that sets it. */
  String keyword() {
    return pods ? "podCIDR" : "serviceCIDR";
  }
}
