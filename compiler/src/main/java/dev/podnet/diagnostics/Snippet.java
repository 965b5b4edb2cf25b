package dev.podnet.diagnostics;

import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;

/** The source lines of one label with their gutter and marks. */
final class Snippet {

  private final SourceFile file;
  private final String label;
  private final int start;
  private final int end;

  Snippet(Label label) {
    Span span = label.span();
    this.file = span.file();
    this.label = label.text();
    int length = file.text().length();
    this.start = Math.min(span.start(), length);
    int stop = Math.max(start, Math.min(span.end(), length));
    // A span that takes its line's end with it ends on that line, not on the next one.
    while (stop > start && isLineEnd(file.text().charAt(stop - 1))) {
      stop--;
    }
    this.end = stop;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  /** The number of the last line that is shown. */
  int lastLine() {
    return file.line(end);
  }

  /** Appends the lines; each ends with a newline. */
  void append(
      StringBuilder out, int gutter, char mark, Paint paint, Paint.Colour colour, int width) {
    int first = file.line(start);
    int last = lastLine();
    blank(out, gutter, paint);
    if (first == last) {
      line(out, gutter, first, start, end, mark, label, paint, colour, width);
      return;
    }
    int lineEnd = file.offset(first, 1) + file.lineText(first).length();
    line(out, gutter, first, start, lineEnd, mark, "", paint, colour, width);
    if (last > first + 1) {
      out.append(paint.of(Paint.Colour.GUTTER, "...")).append('\n');
    }
    int lineStart = file.offset(last, 1);
    String text = file.lineText(last);
    int indent = text.length() - text.stripLeading().length();
    int from = Math.min(end, lineStart + indent);
    line(out, gutter, last, from, end, mark, label, paint, colour, width);
  }

  static void blank(StringBuilder out, int gutter, Paint paint) {
    out.append(paint.of(Paint.Colour.GUTTER, " ".repeat(gutter + 1) + "|")).append('\n');
  }

  private void line(
      StringBuilder out,
      int gutter,
      int number,
      int from,
      int to,
      char mark,
      String text,
      Paint paint,
      Paint.Colour colour,
      int width) {
    int begin = file.offset(number, 1);
    DisplayLine shown = DisplayLine.of(file.lineText(number), from - begin, to - begin, width);
    String digits = Integer.toString(number);
    String head = " ".repeat(gutter - digits.length()) + digits + " |";
    out.append(paint.of(Paint.Colour.GUTTER, head));
    if (!shown.text().isEmpty()) {
      out.append(' ').append(shown.text());
    }
    out.append('\n');
    String marks = String.valueOf(mark).repeat(shown.marks());
    String words = text.isEmpty() ? marks : marks + " " + DisplayText.harmless(text);
    out.append(paint.of(Paint.Colour.GUTTER, " ".repeat(gutter + 1) + "|"))
        .append(" ".repeat(shown.indent() + 1))
        .append(paint.of(colour, words))
        .append('\n');
  }
}
