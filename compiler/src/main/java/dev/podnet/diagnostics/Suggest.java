package dev.podnet.diagnostics;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word nearest to one that is not known. */
public final class Suggest {

  /** Longer words are not compared: nobody means a name by a page of text. */
  private static final int LONGEST = 80;

  private Suggest() {}

  /**
   * The candidate nearest to a word, if one is near enough to be what was meant: the same but for case, or within one
   * edit for words of up to four letters, two for up to eight, three for longer ones. An edit is a letter too many, too
   * few or wrong, or two neighbours swapped. Of several equally near ones that of the nearest length, then the first in
   * alphabetical order.
   */
  public static Optional<String> near(String word, Collection<String> candidates) {
    if (word.isEmpty() || word.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    String best = null;
    int bestDistance = allowed(word.length()) + 1;
    for (String candidate : candidates) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT), bestDistance);
      boolean nearer = distance < bestDistance;
      boolean equallyNear =
          distance == bestDistance && best != null && before(candidate, best, word.length());
      if ((nearer || equallyNear) && distance < Math.max(candidate.length(), 2)) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code did you mean `X`?} for the nearest candidate. */
  public static Optional<String> help(String word, Collection<String> candidates) {
    return near(word, candidates).map(found -> "did you mean `" + found + "`?");
  }

  private static boolean before(String candidate, String best, int length) {
    int byLength =
        Integer.compare(Math.abs(candidate.length() - length), Math.abs(best.length() - length));
    return byLength < 0 || byLength == 0 && candidate.compareTo(best) < 0;
  }

  private static int allowed(int length) {
    return length <= 2 ? 0 : length <= 4 ? 1 : length <= 8 ? 2 : 3;
  }

  /** The number of edits from one word to the other (optimal string alignment), or something above the limit. */
  static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int edits = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits = Math.min(edits, beforeLast[j - 2] + 1);
        }
        row[j] = edits;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
