package dev.podnet.diagnostics;

/** Colours for a terminal (ECMA-48, SGR), or none. */
final class Paint {

  /** What a colour is for. */
  enum Colour {
    ERROR("1;31"),
    WARNING("1;33"),
    NOTE("1;36"),
    MESSAGE("1"),
    GUTTER("1;34"),
    RELATED("1;34");

    private final String sgr;

    Colour(String sgr) {
      this.sgr = sgr;
    }

    static Colour of(Severity severity) {
      return valueOf(severity.name());
    }
  }

  private final boolean on;

  Paint(boolean on) {
    this.on = on;
  }

  String of(Colour colour, String text) {
    return on ? "\u001b[" + colour.sgr + "m" + text + "\u001b[0m" : text;
  }
}
