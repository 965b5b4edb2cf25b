package dev.podnet.diagnostics;

import java.util.List;
import java.util.Optional;

/**
 * Findings as a person reads them on a terminal: the sentence, the place, the source line with marks under the exact
 * characters, further places, and the way out.
 *
 * <p>Columns count code points, marks stand by display width. Control characters of a source never reach the terminal.
 */
public final class TextFormat {

  /** How many cells of a source line are shown. */
  private static final int WIDTH = 120;

  private final Paint paint;

  /**
   * Makes the format.
   *
   * @param colour whether to use a terminal's colours
   */
  public TextFormat(boolean colour) {
    this.paint = new Paint(colour);
  }

  /** The findings in the order given, a blank line between two; empty text for none, else it ends with a newline. */
  public String format(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      if (out.length() > 0) {
        out.append('\n');
      }
      append(out, diagnostic);
    }
    return out.toString();
  }

  /** One finding; ends with a newline. */
  public String format(Diagnostic diagnostic) {
    return format(List.of(diagnostic));
  }

  private void append(StringBuilder out, Diagnostic diagnostic) {
    Severity severity = diagnostic.severity();
    Paint.Colour colour = Paint.Colour.of(severity);
    out.append(paint.of(colour, severity.word() + "[" + diagnostic.code().id() + "]"))
        .append(paint.of(Paint.Colour.MESSAGE, ": " + DisplayText.harmless(diagnostic.message())))
        .append('\n');
    Optional<Snippet> primary = diagnostic.primary().map(Snippet::new);
    List<Snippet> related = diagnostic.related().stream().map(Snippet::new).toList();
    int lines = primary.map(Snippet::lastLine).orElse(1);
    for (Snippet snippet : related) {
      lines = Math.max(lines, snippet.lastLine());
    }
    int gutter = Integer.toString(lines).length();
    primary.ifPresent(snippet -> {
      place(out, gutter, "-->", diagnostic.primary().orElseThrow());
      snippet.append(out, gutter, '^', paint, colour, WIDTH);
    });
    for (int i = 0; i < related.size(); i++) {
      if (i > 0 || primary.isPresent()) {
        Snippet.blank(out, gutter, paint);
      }
      place(out, gutter, ":::", diagnostic.related().get(i));
      related.get(i).append(out, gutter, '-', paint, Paint.Colour.RELATED, WIDTH);
    }
    diagnostic.help().ifPresent(text -> help(out, gutter, text));
    help(out, gutter, "`podnet explain " + diagnostic.code().id() + "`");
  }

  private void place(StringBuilder out, int gutter, String arrow, Label label) {
    out.append(" ".repeat(gutter))
        .append(paint.of(Paint.Colour.GUTTER, arrow))
        .append(' ')
        .append(DisplayText.harmless(label.span().toString()))
        .append('\n');
  }

  private void help(StringBuilder out, int gutter, String text) {
    String lead = " ".repeat(gutter + 1) + paint.of(Paint.Colour.GUTTER, "=") + " help: ";
    String indent = " ".repeat(gutter + 1 + "= help: ".length());
    for (String line : text.split("\n", -1)) {
      out.append(lead).append(DisplayText.harmless(line)).append('\n');
      lead = indent;
    }
  }
}
