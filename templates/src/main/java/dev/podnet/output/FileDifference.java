package dev.podnet.output;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How one file of two folders differs.
 *
 * @param path below either folder, with slashes
 * @param kind what became of it
 * @param diff the lines of a unified diff, complete
 * @param lineEndsOnly whether the texts are the same but for carriage returns at line ends
 */
public record FileDifference(String path, Kind kind, List<String> diff, boolean lineEndsOnly) {

  /** What became of a file, between the expected folder and the actual one. */
  public enum Kind {
    /** It is in both, and not the same. */
    CHANGED,
    /** It is in the actual folder only. */
    ADDED,
    /** It is in the expected folder only. */
    REMOVED
  }

  /** Copies the list. */
  public FileDifference {
    diff = List.copyOf(diff);
  }

  /** A file that is in both. */
  static FileDifference changed(String path, byte[] expected, byte[] actual) {
    boolean lineEnds = withoutReturns(expected).equals(withoutReturns(actual));
    return new FileDifference(
        path, Kind.CHANGED, TextDifference.of(path, expected, actual), lineEnds);
  }

  private static String withoutReturns(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  /** How many lines came. */
  public long linesAdded() {
    return diff.stream().skip(2).filter(l -> l.startsWith("+")).count();
  }

  /** How many lines went. */
  public long linesRemoved() {
    return diff.stream().skip(2).filter(l -> l.startsWith("-")).count();
  }
}
