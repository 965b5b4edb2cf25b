package dev.podnet.cli;

import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.GithubFormat;
import dev.podnet.diagnostics.SarifFormat;
import dev.podnet.diagnostics.TextFormat;
import java.util.List;

/** Shows findings in the form that was asked for; as JSON they are part of what the command itself prints. */
final class Findings {

  private Findings() {}

  static void show(
      Environment environment,
      ReportOptions.Format format,
      boolean colour,
      List<Diagnostic> diagnostics) {
    RepositoryPaths paths = new RepositoryPaths(environment.workingFolder());
    switch (format) {
      case TEXT -> environment.err().print(new TextFormat(colour).format(diagnostics));
      case GITHUB -> environment.out().print(new GithubFormat(paths).format(diagnostics));
      case SARIF ->
        environment
            .out()
            .print(new SarifFormat(Version.TEXT, Findings::page, paths).format(diagnostics));
      case JSON -> {}
    }
    environment.err().flush();
  }

  private static String page(Code code) {
    return Pages.of(code).orElse(code.title());
  }
}
