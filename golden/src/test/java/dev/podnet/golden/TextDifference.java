package dev.podnet.golden;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What is different between two texts, for a reader. */
final class TextDifference {

  private static final int SHOWN = 12;

  private TextDifference() {}

  /** The lines between the first and the last difference, those expected with a minus; empty for the same bytes. */
  static String of(byte[] expected, byte[] actual) {
    if (Arrays.equals(expected, actual)) {
      return "";
    }
    List<String> left = lines(expected);
    List<String> right = lines(actual);
    int start = 0;
    int shorter = Math.min(left.size(), right.size());
    while (start < shorter && left.get(start).equals(right.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && left.get(left.size() - 1 - end).equals(right.get(right.size() - 1 - end))) {
      end++;
    }
    StringBuilder text = new StringBuilder("  from line " + (start + 1) + ":\n");
    append(text, "  - ", left.subList(start, left.size() - end));
    append(text, "  + ", right.subList(start, right.size() - end));
    return text.toString();
  }

  private static List<String> lines(byte[] bytes) {
    return List.of(new String(bytes, StandardCharsets.UTF_8).split("\n", -1));
  }

  private static void append(StringBuilder text, String mark, List<String> lines) {
    lines.stream().limit(SHOWN).forEach(l -> text.append(mark).append(l).append('\n'));
    if (lines.size() > SHOWN) {
      text.append(mark).append("... ").append(lines.size() - SHOWN).append(" more lines\n");
    }
  }
}
