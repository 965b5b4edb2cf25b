package dev.podnet.cli;

/** The exit statuses. */
final class ExitStatus {

  /** Done. */
  static final int DONE = 0;

  /** The input is wrong, or an assert fails. */
  static final int WRONG_INPUT = 1;

  /** The command line is wrong. */
  static final int WRONG_USAGE = 2;

  /** A file cannot be read or written, the disk or the memory is full. */
  static final int ENVIRONMENT = 3;

  /** A bug in podnet. */
  static final int BUG = 70;

  private ExitStatus() {}
}
