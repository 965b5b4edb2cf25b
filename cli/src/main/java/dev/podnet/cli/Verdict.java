package dev.podnet.cli;

import dev.podnet.compile.Compilation;
import dev.podnet.diagnostics.Severity;

/** The exit status that findings lead to. */
final class Verdict {

  private Verdict() {}

  static int of(Compilation compilation, boolean werror) {
    if (compilation.unreadable()) {
      return ExitStatus.ENVIRONMENT;
    }
    boolean wrong = compilation.hasErrors() || werror && compilation.count(Severity.WARNING) > 0;
    return wrong ? ExitStatus.WRONG_INPUT : ExitStatus.DONE;
  }
}
