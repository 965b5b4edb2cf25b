package dev.podnet.origin;

import dev.podnet.facts.Entry;
import dev.podnet.facts.FactKind;
import dev.podnet.source.Span;
import java.util.List;

/**
 * What an object caused.
 *
 * @param object the object
 * @param statements what the spec says of it
 * @param related objects that go with it: the pods behind a service, the services of a pod, what is in a namespace
 * @param lines the lines of the output that name it, in the order of kinds, then of files
 * @param asserts where the spec asserts something of it
 */
public record Caused(
    SpecObject object,
    List<SpecStatement> statements,
    List<SpecObject> related,
    List<Line> lines,
    List<Span> asserts) {

  /** Copies the lists. */
  public Caused {
    statements = List.copyOf(statements);
    related = List.copyOf(related);
    lines = List.copyOf(lines);
    asserts = List.copyOf(asserts);
  }

  /**
   * A line of the output.
   *
   * @param file its file's path in the output
   * @param entry the line
   * @param hosts on how many hosts it holds; 0 for what is no host's
   */
  public record Line(String file, Entry entry, int hosts) {
    /** What the line is about. */
    public FactKind kind() {
      return entry.kind();
    }
  }
}
