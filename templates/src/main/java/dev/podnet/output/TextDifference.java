package dev.podnet.output;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What is different between two texts, as a unified diff: complete, so that patch(1) makes one of the other. */
public final class TextDifference {

  /** What stands for a file that is not there (GNU diffutils, "Creating and Removing"). */
  private static final String NOTHING = "/dev/null";

  private static final int CONTEXT = 3;

  /** Ends a last line that has no line end; no other line can hold it. */
  private static final String NO_LINE_END = "\n";

  /** Of how many pairs of lines the shortest difference is looked for; of more, one block stands for the other. */
  private static final long PAIRS = 25_000_000L;

  private TextDifference() {}

  /**
   * Compares.
   *
   * @param name what the file is called after {@code a/} and {@code b/}
   * @return the lines of the diff; none for the same bytes
   */
  public static List<String> of(String name, byte[] expected, byte[] actual) {
    return Arrays.equals(expected, actual)
        ? List.of()
        : diff("a/" + name, "b/" + name, expected, actual);
  }

  /** The diff from no file to one. */
  static List<String> created(String name, byte[] actual) {
    return diff(NOTHING, "b/" + name, new byte[0], actual);
  }

  /** The diff from a file to none. */
  static List<String> deleted(String name, byte[] expected) {
    return diff("a/" + name, NOTHING, expected, new byte[0]);
  }

  private static List<String> diff(String left, String right, byte[] expected, byte[] actual) {
    List<String> old = lines(expected);
    return UnifiedDiffUtils.generateUnifiedDiff(
            left, right, old, patch(old, lines(actual)), CONTEXT)
        .stream()
        .flatMap(TextDifference::shown)
        .toList();
  }

  private static Stream<String> shown(String line) {
    return line.endsWith(NO_LINE_END)
        ? Stream.of(
            line.substring(0, line.length() - NO_LINE_END.length()), "\\ No newline at end of file")
        : Stream.of(line);
  }

  private static List<String> lines(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return List.of();
    }
    boolean ended = text.endsWith("\n");
    String[] lines = (ended ? text.substring(0, text.length() - 1) : text).split("\n", -1);
    if (!ended) {
      lines[lines.length - 1] += NO_LINE_END;
    }
    return List.of(lines);
  }

  private static Patch<String> patch(List<String> left, List<String> right) {
    int shorter = Math.min(left.size(), right.size());
    int start = 0;
    while (start < shorter && left.get(start).equals(right.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && left.get(left.size() - 1 - end).equals(right.get(right.size() - 1 - end))) {
      end++;
    }
    List<String> old = left.subList(start, left.size() - end);
    List<String> fresh = right.subList(start, right.size() - end);
    if ((long) old.size() * fresh.size() > PAIRS) {
      Patch<String> patch = new Patch<>(1);
      patch.addDelta(new ChangeDelta<>(new Chunk<>(start, old), new Chunk<>(start, fresh)));
      return patch;
    }
    return joined(DiffUtils.diff(left, right, new MyersDiffWithLinearSpace<>()));
  }

  /** Changes that touch as one: first all that went, then all that came, as readers are used to. */
  private static Patch<String> joined(Patch<String> patch) {
    Patch<String> joined = new Patch<>();
    AbstractDelta<String> open = null;
    for (AbstractDelta<String> next : patch.getDeltas()) {
      if (open != null && touch(open, next)) {
        open = new ChangeDelta<>(
            join(open.getSource(), next.getSource()), join(open.getTarget(), next.getTarget()));
      } else {
        if (open != null) {
          joined.addDelta(open);
        }
        open = next;
      }
    }
    if (open != null) {
      joined.addDelta(open);
    }
    return joined;
  }

  private static boolean touch(AbstractDelta<String> left, AbstractDelta<String> right) {
    return end(left.getSource()) == right.getSource().getPosition()
        && end(left.getTarget()) == right.getTarget().getPosition();
  }

  private static int end(Chunk<String> chunk) {
    return chunk.getPosition() + chunk.size();
  }

  private static Chunk<String> join(Chunk<String> left, Chunk<String> right) {
    List<String> lines = new ArrayList<>(left.getLines());
    lines.addAll(right.getLines());
    return new Chunk<>(left.getPosition(), lines);
  }
}
