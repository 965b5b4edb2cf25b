package dev.podnet.cli;

import picocli.CommandLine.Mixin;

/** What the commands that compile and report have in common. */
final class CommonOptions {

  @Mixin
  private InputOptions input;

  @Mixin
  private ReportOptions report;

  InputOptions input() {
    return input;
  }

  ReportOptions.Format format() {
    return report.format();
  }

  /** Whether text for err has colours. */
  boolean colour(Environment environment) {
    return report.look().colour(environment);
  }

  /** The word in upper case. */
  String word(String option, String value, Iterable<String> words) {
    return report.look().word(option, value, words);
  }

  boolean quiet() {
    return report.look().quiet();
  }
}
