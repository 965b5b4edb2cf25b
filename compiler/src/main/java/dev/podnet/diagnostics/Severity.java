package dev.podnet.diagnostics;

import java.util.Locale;

/** How grave a finding is. */
public enum Severity {
  /** The input is wrong; nothing is written. */
  ERROR,
  /** The input can be compiled, but hardly means what was wanted. */
  WARNING,
  /** Something a reader may want to know. */
  NOTE;

  /** The word as messages and JSON show it: {@code error}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
