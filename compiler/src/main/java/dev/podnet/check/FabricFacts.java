package dev.podnet.check;

import java.util.Map;

/**
 * What the rules must know about the fabric that was chosen.
 *
 * @param name its name
 * @param needsSharedSegment whether it sends pod packets unwrapped to the next node, so that both must be on one segment
 * @param podMtus the MTU of pods in bytes by node, as the fabric leaves it; a node may be missing
 */
record FabricFacts(String name, boolean needsSharedSegment, Map<String, Integer> podMtus) {

  /** Copies the map. */
  public FabricFacts {
    podMtus = Map.copyOf(podMtus);
  }
}
