package dev.podnet.backends.coredns;

import java.util.Locale;

/**
 * A domain name in lower case, kept as its labels from the top down. So the order of the texts is that of the reversed
 * labels (RFC 4034, 6.1): a name stands before what is below it, and all that is below it stands together.
 *
 * @param key the labels, the top one first, with {@link #BETWEEN} between them; empty for the root
 */
record Name(String key) implements Comparable<Name> {

  /** Stands between labels; less than every character of a label. */
  private static final char BETWEEN = '\0';

  /** The name above all others. */
  static final Name ROOT = new Name("");

  /** Reads a name with or without its last dot. */
  static Name of(String text) {
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return new Name(turned(bare.toLowerCase(Locale.ROOT), '.', BETWEEN));
  }

  /** A name below this one; the text may have several labels. */
  Name child(String text) {
    String below = of(text).key;
    return new Name(key.isEmpty() ? below : key + BETWEEN + below);
  }

  /** Whether it is below another name. */
  boolean below(Name other) {
    return key.startsWith(other.key.isEmpty() ? "" : other.key + BETWEEN) && !equals(other);
  }

  /** The name as it is written in the file of a zone it is in: {@code @}, or without the zone's own labels. */
  String relativeTo(Name zone) {
    if (equals(zone)) {
      return "@";
    }
    int from = zone.key.isEmpty() ? 0 : zone.key.length() + 1;
    return turned(key.substring(from), BETWEEN, '.');
  }

  /** Its length as text without the last dot; a name has at most 253 (RFC 1035, 3.1). */
  int length() {
    return key.length();
  }

  /** The parts of a text in reverse, with another separator. */
  private static String turned(String text, char from, char to) {
    StringBuilder turned = new StringBuilder(text.length());
    int end = text.length();
    while (end >= 0) {
      int start = text.lastIndexOf(from, end - 1) + 1;
      turned.append(text, start, end);
      end = start - 1;
      if (end >= 0) {
        turned.append(to);
      }
    }
    return turned.toString();
  }

  @Override
  public int compareTo(Name other) {
    return key.compareTo(other.key);
  }

  /** Without its last dot; empty for the root. */
  String bare() {
    return turned(key, BETWEEN, '.');
  }

  /** With its last dot. */
  @Override
  public String toString() {
    return turned(key, BETWEEN, '.') + ".";
  }
}
