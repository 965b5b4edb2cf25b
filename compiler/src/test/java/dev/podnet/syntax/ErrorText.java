package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Label;
import dev.podnet.source.Span;

/** A finding as text: its place, code, message, what stands beside the caret, the second place, the way out. */
final class ErrorText {

  private ErrorText() {}

  static String of(Diagnostic finding) {
    StringBuilder text = new StringBuilder();
    Label primary = finding.primary().orElseThrow();
    text.append(place(primary.span()))
        .append(' ')
        .append(finding.code().id())
        .append(' ')
        .append(finding.message());
    if (!primary.text().isEmpty()) {
      text.append("\n    ^ ").append(primary.text());
    }
    finding
        .related()
        .forEach(label ->
            text.append("\n    ").append(place(label.span())).append(' ').append(label.text()));
    finding.help().ifPresent(help -> text.append("\n    = ").append(help));
    return text.toString();
  }

  private static String place(Span span) {
    String end = span.endLine() == span.line() ? "" : span.endLine() + ":";
    return span.line() + ":" + span.column() + "-" + end + span.endColumn();
  }
}
