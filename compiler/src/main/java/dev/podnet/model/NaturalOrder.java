package dev.podnet.model;

import java.util.Comparator;

/** Names in the order people expect: {@code web-2} before {@code web-10}. Total: equal only for equal strings. */
public final class NaturalOrder implements Comparator<String> {

  /** The one instance. */
  public static final NaturalOrder INSTANCE = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      char x = a.charAt(i);
      char y = b.charAt(j);
      if (digit(x) && digit(y)) {
        int iEnd = digitsEnd(a, i);
        int jEnd = digitsEnd(b, j);
        int byValue = compareNumbers(a, i, iEnd, b, j, jEnd);
        if (byValue != 0) {
          return byValue;
        }
        i = iEnd;
        j = jEnd;
      } else if (x != y) {
        return Character.compare(x, y);
      } else {
        i++;
        j++;
      }
    }
    int byRest = Integer.compare(a.length() - i, b.length() - j);
    return byRest != 0 ? byRest : a.compareTo(b);
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int digitsEnd(String s, int from) {
    int end = from;
    while (end < s.length() && digit(s.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int compareNumbers(String a, int i, int iEnd, String b, int j, int jEnd) {
    int x = i;
    int y = j;
    while (x < iEnd - 1 && a.charAt(x) == '0') {
      x++;
    }
    while (y < jEnd - 1 && b.charAt(y) == '0') {
      y++;
    }
    int byLength = Integer.compare(iEnd - x, jEnd - y);
    if (byLength != 0) {
      return byLength;
    }
    while (x < iEnd && a.charAt(x) == b.charAt(y)) {
      x++;
      y++;
    }
    return x == iEnd ? 0 : Character.compare(a.charAt(x), b.charAt(y));
  }
}
