package dev.podnet.graph.svg;

import java.util.List;

/**
 * The style sheet, light and dark. Each colour stands in both; no custom properties, which some viewers do not know.
 *
 * <p>Texts differ from what is behind them by 4.5 to 1 or more (WCAG 2.1, 1.4.3).
 */
final class Style {

  /** How many colours marks have. */
  static final int COLOURS = 8;

  private static final List<String> LIGHT = List.of(
      ".bg{fill:#ffffff}",
      "text{fill:#1f2328}",
      ".muted{fill:#59636e}",
      ".on{fill:#ffffff}",
      ".segment{fill:#2f5d8c}",
      ".wire{stroke:#2f5d8c;stroke-width:2;fill:none}",
      ".link{stroke:#b08800;stroke-width:2;fill:none}",
      ".gap{stroke:#ffffff;stroke-width:7;fill:none}",
      ".nic{fill:#2f5d8c}",
      ".card{fill:#f6f8fa;stroke:#c4ccd4}",
      ".behind{fill:#e6eaef;stroke:#c4ccd4}",
      ".bridge{fill:#1f7a5c}",
      ".hang{stroke:#1f7a5c;stroke-width:1.5;fill:none}",
      ".pod{fill:#ffffff;stroke:#c4ccd4}",
      ".bare{fill:none;stroke:#8b949e;stroke-dasharray:3 3}",
      ".router{fill:#fff8c5;stroke:#b08800;stroke-width:1.5}",
      ".arrows{stroke:#7d6000;stroke-width:1.3;fill:none}",
      ".tunnel{fill:#f6f0ff;stroke:#8250df;stroke-dasharray:5 3}",
      ".way{stroke:#8250df;stroke-width:1.5;stroke-dasharray:5 3;fill:none}",
      ".tunneled{fill:#6639ba}",
      ".rule{stroke:#d1d9e0;fill:none}");

  private static final List<String> DARK = List.of(
      ".bg{fill:#0d1117}",
      "text{fill:#e6edf3}",
      ".muted{fill:#9aa4ae}",
      ".on{fill:#ffffff}",
      ".segment{fill:#30629a}",
      ".wire{stroke:#5b93cf}",
      ".link{stroke:#bb8009}",
      ".gap{stroke:#0d1117}",
      ".nic{fill:#5b93cf}",
      ".card{fill:#161b22;stroke:#3d444d}",
      ".behind{fill:#21262d;stroke:#3d444d}",
      ".bridge{fill:#1f7a5c}",
      ".hang{stroke:#3fae88}",
      ".pod{fill:#0d1117;stroke:#3d444d}",
      ".bare{stroke:#6e7681}",
      ".router{fill:#332a0c;stroke:#bb8009}",
      ".arrows{stroke:#e3b341}",
      ".tunnel{fill:#1d1730;stroke:#ab7df8}",
      ".way{stroke:#ab7df8}",
      ".tunneled{fill:#d2a8ff}",
      ".rule{stroke:#30363d}");

  private static final List<String> MARKS = List.of(
      "#1f6feb", "#bc4c00", "#1a7f37", "#bf3989", "#0e7490", "#8250df", "#9a6700", "#cf222e");

  private Style() {}

  /** The class of the mark of a number. */
  static String mark(int number) {
    return "m" + (number - 1) % COLOURS;
  }

  /** The whole element. */
  static String element() {
    StringBuilder css = new StringBuilder("  <style>\n");
    for (Font font : Font.values()) {
      css.append("    ").append(font.rule()).append('\n');
    }
    LIGHT.forEach(rule -> css.append("    ").append(rule).append('\n'));
    for (int i = 0; i < COLOURS; i++) {
      css.append("    .m").append(i).append("{fill:").append(MARKS.get(i)).append("}\n");
    }
    css.append("    @media (prefers-color-scheme:dark){\n");
    DARK.forEach(rule -> css.append("      ").append(rule).append('\n'));
    return css.append("    }\n  </style>\n").toString();
  }
}
