package dev.podnet.diagnostics;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name a user most likely meant. */
public final class DidYouMean {

  private DidYouMean() {}

  /**
   * The nearest of some names, if it is near: one edit for every three letters of the longer one, and one always. An edit
   * inserts, deletes or replaces a letter or swaps two neighbours. Letter case does not count. Of equally near names it
   * is the first in alphabetical order.
   */
  public static Optional<String> among(String written, Collection<String> names) {
    String wanted = written.toLowerCase(Locale.ROOT);
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String name : names) {
      int limit = Math.max(1, Math.max(wanted.length(), name.length()) / 3);
      int distance = distance(wanted, name.toLowerCase(Locale.ROOT), limit);
      if (distance > limit || name.equals(written)) {
        continue;
      }
      if (distance < bestDistance || distance == bestDistance && name.compareTo(best) < 0) {
        best = name;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The number of edits between two texts; more than the limit is not counted out. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
