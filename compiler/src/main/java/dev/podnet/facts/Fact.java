package dev.podnet.facts;

import java.util.List;
import java.util.Optional;

/**
 * One thing that is to be.
 *
 * @param kind what it is about
 * @param key which one; on one host there is one fact of a kind and key
 * @param lines what it is to be, line by line
 * @param about the comment that stands above it in the file; empty for none
 * @param peer the node it leads to, on which it does not hold
 * @param line the number of its first line in the file, from 1
 */
public record Fact(
    FactKind kind, String key, List<String> lines, String about, Optional<String> peer, int line) {

  /** Copies the list. */
  public Fact {
    lines = List.copyOf(lines);
  }

  /** What divides the name of a set from its element in a key. */
  public static final String IN = " | ";

  /** The key of the thing that a key is of a piece of: of an element, its set; else the key itself. */
  public static String unit(String key) {
    int at = key.indexOf(IN);
    return at < 0 ? key : key.substring(0, at);
  }

  /** Which piece it is; the key itself where it is of a thing as a whole. */
  public static String piece(String key) {
    int at = key.indexOf(IN);
    return at < 0 ? key : key.substring(at + IN.length());
  }
}
