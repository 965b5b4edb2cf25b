package dev.podnet.diagnostics;

import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Findings as workflow commands of GitHub Actions, one a line, which become annotations of the changed files (GitHub
 * documentation, "Workflow commands for GitHub Actions").
 */
public final class GithubFormat {

  private final Function<SourceFile, Optional<String>> paths;

  /**
   * Makes the format.
   *
   * @param paths the path of a source from the repository's top, with {@code /}; empty for what is no file
   */
  public GithubFormat(Function<SourceFile, Optional<String>> paths) {
    this.paths = paths;
  }

  /** The commands in the order given; each ends with a newline. */
  public String format(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      append(out, diagnostic);
    }
    return out.toString();
  }

  private void append(StringBuilder out, Diagnostic diagnostic) {
    out.append("::").append(command(diagnostic.severity())).append(' ');
    Optional<Span> place = diagnostic.primary().map(Label::span);
    Optional<String> path = place.flatMap(s -> paths.apply(s.file()));
    path.ifPresent(file -> {
      Span span = place.orElseThrow();
      out.append("file=").append(property(DisplayText.harmless(file)));
      out.append(",line=").append(span.line()).append(",endLine=").append(span.endLine());
      // Columns mean something to GitHub only within one line.
      if (span.line() == span.endLine()) {
        out.append(",col=").append(span.column()).append(",endColumn=").append(span.endColumn());
      }
      out.append(',');
    });
    out.append("title=").append(property(diagnostic.code().id())).append("::");
    StringBuilder text = new StringBuilder(DisplayText.harmless(diagnostic.message()));
    diagnostic
        .primary()
        .map(Label::text)
        .filter(t -> !t.isEmpty())
        .ifPresent(t -> text.append(": ").append(DisplayText.harmless(t)));
    for (Label label : diagnostic.related()) {
      text.append('\n').append(DisplayText.harmless(label.span() + ": " + label.text()));
    }
    diagnostic
        .help()
        .ifPresent(help -> help.lines()
            .forEach(
                line -> text.append('\n').append("help: ").append(DisplayText.harmless(line))));
    out.append(data(text.toString())).append('\n');
  }

  private static String command(Severity severity) {
    return severity == Severity.NOTE ? "notice" : severity.word();
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
