package dev.podnet.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command tells what it found. */
final class ReportOptions {

  @Option(
      names = "--format",
      paramLabel = "text|json|github|sarif",
      completionCandidates = Words.Formats.class,
      defaultValue = "text",
      description =
          "How findings are shown: for people, programs, GitHub's annotations, code scanning.")
  private String format;

  @Mixin
  private LookOptions look;

  /** The forms of a report. */
  enum Format {
    TEXT,
    JSON,
    GITHUB,
    SARIF;

    /** Whether standard output holds one JSON text and nothing else. */
    boolean alone() {
      return this == JSON || this == SARIF;
    }
  }

  Format format() {
    return Format.valueOf(look.word("--format", format, new Words.Formats()));
  }

  /** How text looks. */
  LookOptions look() {
    return look;
  }
}
