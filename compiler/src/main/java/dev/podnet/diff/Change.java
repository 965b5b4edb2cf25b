package dev.podnet.diff;

import dev.podnet.facts.FactKind;
import java.util.List;
import java.util.Optional;

/**
 * One fact that changes, in the same way on some hosts.
 *
 * @param verb what becomes of it
 * @param kind what it is about
 * @param part the part of the host's network it belongs to, such as {@code services}; empty for none
 * @param key which one
 * @param old what it was, line by line; empty when it is added
 * @param now what it is to be; empty when it is removed
 * @param hosts on which hosts, in natural order; empty for what is no host's
 * @param oldAt where the old output says so; empty when it is added
 * @param nowAt where the new output says so; empty when it is removed
 * @param about the comment above it in the output
 */
public record Change(
    Verb verb,
    FactKind kind,
    String part,
    String key,
    List<String> old,
    List<String> now,
    List<String> hosts,
    Optional<At> oldAt,
    Optional<At> nowAt,
    String about) {

  /** Copies the lists. */
  public Change {
    old = List.copyOf(old);
    now = List.copyOf(now);
    hosts = List.copyOf(hosts);
  }

  /** What becomes of a thing. */
  public enum Verb {
    ADDED("added", '+'),
    CHANGED("changed", '~'),
    REMOVED("removed", '-');

    private final String word;
    private final char sign;

    Verb(String word, char sign) {
      this.word = word;
      this.sign = sign;
    }

    /** The word programs read. */
    public String word() {
      return word;
    }

    /** The sign people read. */
    public char sign() {
      return sign;
    }

    /** What it is when old and new change places. */
    public Verb reverse() {
      return switch (this) {
        case ADDED -> REMOVED;
        case CHANGED -> CHANGED;
        case REMOVED -> ADDED;
      };
    }
  }

  /** A line of an output; of a fact that stands in several hosts' files, in the first. */
  public record At(String file, int line) {}

  /** The lines that go. */
  public List<String> gone() {
    return LineChanges.between(old, now).gone();
  }

  /** The lines that come. */
  public List<String> come() {
    return LineChanges.between(old, now).come();
  }

  /** Whether the same lines stand in another order, and nothing else. */
  public boolean reordered() {
    return verb == Verb.CHANGED && gone().isEmpty() && come().isEmpty();
  }
}
