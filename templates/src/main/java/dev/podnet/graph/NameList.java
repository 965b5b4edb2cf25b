package dev.podnet.graph;

import dev.podnet.model.NaturalOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Many names in few words: {@code web-1 … web-12, db-1}. */
final class NameList {

  private NameList() {}

  /** The name without the number at its end, which is what alike things have in common. */
  static String stem(String name) {
    int end = name.length();
    while (end > 0 && name.charAt(end - 1) >= '0' && name.charAt(end - 1) <= '9') {
      end--;
    }
    return end == 0 ? name : name.substring(0, end);
  }

  /** The first and the last of some names, or both of two, or the only one. */
  static String span(List<String> sorted) {
    String first = sorted.get(0);
    String last = sorted.get(sorted.size() - 1);
    return switch (sorted.size()) {
      case 1 -> first;
      case 2 -> first + ", " + last;
      default -> first + " … " + last;
    };
  }

  /** The same in fewer signs, where the names differ in the numbers at their ends alone. */
  static String shortSpan(List<String> sorted) {
    String stem = stem(sorted.get(0));
    String last = sorted.get(sorted.size() - 1);
    boolean alike =
        sorted.stream().allMatch(n -> stem(n).equals(stem) && n.length() > stem.length());
    if (sorted.size() == 1 || !alike) {
      return span(sorted);
    }
    return sorted.get(0) + (sorted.size() == 2 ? ", " : " … ") + last.substring(stem.length());
  }

  /** All names, those with one stem as one phrase; after some phrases, how many names are left. */
  static String of(Collection<String> names, int phrases) {
    Map<String, List<String>> byStem = new TreeMap<>(NaturalOrder.INSTANCE);
    names.stream()
        .sorted(NaturalOrder.INSTANCE)
        .forEach(n -> byStem.computeIfAbsent(stem(n), k -> new ArrayList<>()).add(n));
    List<String> parts = new ArrayList<>();
    int left = names.size();
    for (List<String> alike : byStem.values()) {
      if (parts.size() == phrases) {
        parts.add(left + " more");
        break;
      }
      parts.add(span(alike));
      left -= alike.size();
    }
    return String.join(", ", parts);
  }
}
