package dev.podnet.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lines go and which come; a line that only moves does neither.
 *
 * @param gone in the old order
 * @param come in the new order
 */
record LineChanges(List<String> gone, List<String> come) {

  static LineChanges between(List<String> old, List<String> now) {
    return new LineChanges(without(old, now), without(now, old));
  }

  private static List<String> without(List<String> lines, List<String> others) {
    Map<String, Integer> left = new HashMap<>();
    others.forEach(line -> left.merge(line, 1, Integer::sum));
    List<String> rest = new ArrayList<>();
    for (String line : lines) {
      int count = left.getOrDefault(line, 0);
      if (count > 0) {
        left.put(line, count - 1);
      } else {
        rest.add(line);
      }
    }
    return rest;
  }
}
