package dev.podnet.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Help with label maps. */
public final class Labels {

  private static final SortedMap<String, String> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private Labels() {}

  /** An unmodifiable copy in the order of the keys. */
  public static SortedMap<String, String> copyOf(Map<String, String> labels) {
    return labels.isEmpty() ? NONE : Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** Whether every pair of the selector is among the labels; an empty selector matches everything. */
  public static boolean match(Map<String, String> selector, Map<String, String> labels) {
    for (Map.Entry<String, String> wanted : selector.entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
