package dev.podnet.backends.coredns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A domain name in lower case. The order is that of the reversed labels (RFC 4034, 6.1): a name stands before what is below
 * it, and all that is below it stands together.
 *
 * @param labels its labels, the top one last
 */
record Name(List<String> labels) implements Comparable<Name> {

  Name {
    labels = List.copyOf(labels);
  }

  /** Reads a name with or without its last dot. */
  static Name of(String text) {
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return bare.isEmpty()
        ? new Name(List.of())
        : new Name(Arrays.asList(bare.toLowerCase(Locale.ROOT).split("\\.")));
  }

  /** A name below this one; the text may have several labels. */
  Name child(String text) {
    List<String> all = new ArrayList<>(of(text).labels());
    all.addAll(labels);
    return new Name(all);
  }

  /** Whether this name is the other or below it. */
  boolean within(Name other) {
    int extra = labels.size() - other.labels.size();
    return extra >= 0 && labels.subList(extra, labels.size()).equals(other.labels);
  }

  /** The name as it is written in a file of a zone: {@code @}, or without the zone's own labels. */
  String relativeTo(Name zone) {
    List<String> own = labels.subList(0, labels.size() - zone.labels.size());
    return own.isEmpty() ? "@" : String.join(".", own);
  }

  /** Its length as text without the last dot; a name has at most 253 (RFC 1035, 3.1). */
  int length() {
    return labels.stream().mapToInt(String::length).sum() + Math.max(0, labels.size() - 1);
  }

  @Override
  public int compareTo(Name other) {
    List<String> a = new ArrayList<>(labels);
    List<String> b = new ArrayList<>(other.labels);
    Collections.reverse(a);
    Collections.reverse(b);
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  /** With its last dot. */
  @Override
  public String toString() {
    return String.join(".", labels) + ".";
  }
}
