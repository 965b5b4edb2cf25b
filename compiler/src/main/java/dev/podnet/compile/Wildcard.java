package dev.podnet.compile;

/** A file name with {@code *} (any characters) and {@code ?} (one character); matched in linear steps, whatever it is. */
final class Wildcard {

  private Wildcard() {}

  /** Whether a part of a path has a wildcard. */
  static boolean isIn(String part) {
    return part.indexOf('*') >= 0 || part.indexOf('?') >= 0;
  }

  /** Whether a name matches. */
  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
