package dev.podnet.source;

/**
 * A place in a source: the characters from one offset to another.
 *
 * @param file the source
 * @param start the offset of the first character, in UTF-16 units from 0
 * @param end the offset behind the last character; equal to start for a place between two characters
 */
public record Span(SourceFile file, int start, int end) implements Comparable<Span> {

  /** Checks that the span does not run backwards. */
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("a span from " + start + " to " + end);
    }
  }

  /** The whole first line of a file, for findings about the file itself. */
  public static Span ofFile(SourceFile file) {
    return new Span(file, 0, 0);
  }

  /** The part of this span between two offsets that count from its start. */
  public Span sub(int from, int to) {
    return new Span(file, start + from, start + to);
  }

  /** The span from the start of this one to the end of the other. */
  public Span to(Span other) {
    return new Span(file, start, Math.max(start, other.end));
  }

  /** The line of the first character, from 1. */
  public int line() {
    return file.line(start);
  }

  /** The column of the first character, from 1. */
  public int column() {
    return file.column(start);
  }

  /** The line of the place behind the last character, from 1. */
  public int endLine() {
    return file.line(end);
  }

  /** The column of the place behind the last character, from 1. */
  public int endColumn() {
    return file.column(end);
  }

  /** The characters of the span. */
  public String text() {
    return file.text().substring(start, Math.min(end, file.text().length()));
  }

  /** Whether it is in a Kubernetes manifest, by the name of its file. */
  public boolean inManifest() {
    String name = file.name();
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  @Override
  public int compareTo(Span other) {
    int byFile = file.name().compareTo(other.file.name());
    if (byFile != 0) {
      return byFile;
    }
    int byStart = Integer.compare(start, other.start);
    return byStart != 0 ? byStart : Integer.compare(end, other.end);
  }

  /** {@code FILE:LINE:COLUMN}. */
  @Override
  public String toString() {
    return file.name() + ":" + line() + ":" + column();
  }
}
