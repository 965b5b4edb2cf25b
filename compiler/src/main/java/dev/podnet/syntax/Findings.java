package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Label;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** What is found wrong in one file; passed on to the sink until it is enough. */
final class Findings {

  private static final int LONGEST_TEXT = 400;

  private final SourceFile file;
  private final Diagnostics sink;
  private final Set<Integer> lines = new HashSet<>();
  private final List<Diagnostic> doubtful = new ArrayList<>();
  private int count;

  Findings(SourceFile file, Diagnostics sink) {
    this.file = file;
    this.sink = sink;
  }

  /** The source that is read. */
  SourceFile file() {
    return file;
  }

  /** The characters of a token. */
  Span span(Token token) {
    int start = Math.min(token.getStartIndex(), file.text().length());
    return new Span(file, start, Math.max(start, token.getStopIndex() + 1));
  }

  /** Reports a finding. */
  void report(Diagnostic.Builder finding) {
    report(finding.build());
  }

  /** Holds a finding back: it counts only if nothing else is found on its line. */
  void doubt(Diagnostic.Builder finding) {
    doubtful.add(finding.build());
  }

  /** Reports what was held back and is not explained otherwise. */
  void settle() {
    doubtful.stream()
        .filter(d ->
            d.primary().isEmpty() || !lines.contains(d.primary().get().span().line()))
        .forEach(this::report);
    doubtful.clear();
  }

  private void report(Diagnostic finding) {
    count++;
    finding.primary().ifPresent(label -> lines.add(label.span().line()));
    if (count <= SpecParser.MAX_ERRORS) {
      sink.report(shortened(finding));
    } else if (count == SpecParser.MAX_ERRORS + 1) {
      Span place = finding.primary().map(label -> label.span()).orElse(Span.ofFile(file));
      Diagnostic.at(
              place,
              SyntaxCode.TOO_MANY_ERRORS,
              "more than " + SpecParser.MAX_ERRORS + " errors in " + file.name()
                  + "; the others are not shown")
          .to(sink);
    }
  }

  /** The finding without what makes its texts endless, such as a word of a million letters. */
  private static Diagnostic shortened(Diagnostic finding) {
    return new Diagnostic(
        finding.code(),
        finding.severity(),
        shortened(finding.message()),
        finding.primary().map(label -> new Label(label.span(), shortened(label.text()))),
        finding.related(),
        finding.help().map(Findings::shortened));
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int half = LONGEST_TEXT / 2;
    int head = Character.isHighSurrogate(text.charAt(half - 1)) ? half - 1 : half;
    int tail = text.length() - half;
    return text.substring(0, head) + " … "
        + text.substring(Character.isLowSurrogate(text.charAt(tail)) ? tail + 1 : tail);
  }

  /** Whether so much was found that reading on is of no use. */
  boolean enough() {
    return count > SpecParser.MAX_ERRORS;
  }
}
