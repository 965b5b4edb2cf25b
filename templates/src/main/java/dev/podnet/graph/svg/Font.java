package dev.podnet.graph.svg;

/**
 * The forms of text in a drawing, and how wide a text is at most.
 *
 * <p>Viewers choose the font; the widths are those of DejaVu Sans 2.37, which is the widest of the usual ones. So a text
 * fits its box whatever the font is.
 */
enum Font {
  TITLE("f-title", 20, Face.BOLD),
  HEAD("f-head", 14, Face.BOLD),
  NAME("f-name", 12, Face.BOLD),
  TEXT("f-text", 12, Face.PLAIN),
  NOTE("f-note", 11, Face.PLAIN),
  CODE("f-code", 11, Face.MONO),
  MARK("f-mark", 10, Face.BOLD);

  private enum Face {
    PLAIN,
    BOLD,
    MONO
  }

  /** Thousandths of the size, from space to tilde. */
  private static final int[] PLAIN = {
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 501, 838, 318, 361, 318, 337, 637, 637, 637,
    637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1001, 685, 687, 699, 771, 632,
    576, 775, 752, 295, 295, 656, 558, 863, 749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686,
    611, 686, 391, 337, 391, 838, 501, 501, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580,
    278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838
  };

  private static final int[] BOLD = {
    349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366, 696, 696, 696,
    696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 581, 1001, 774, 763, 734, 831, 684,
    684, 821, 837, 373, 373, 775, 638, 996, 837, 851, 733, 851, 771, 721, 683, 813, 774, 1104, 771,
    725, 726, 458, 366, 458, 838, 501, 501, 675, 716, 593, 716, 679, 436, 716, 712, 343, 343, 666,
    343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712, 366, 712, 838
  };

  /** Of the usual fonts whose characters are all of one width, the widest. */
  private static final int MONO = 620;

  /** An ideograph, and whatever else is not in the tables. */
  private static final int WIDEST = 1050;

  private static final String CUT = "…";

  private final String css;
  private final int size;
  private final Face face;

  Font(String css, int size, Face face) {
    this.css = css;
    this.size = size;
    this.face = face;
  }

  /** The name of its class in the style sheet. */
  String css() {
    return css;
  }

  /** The style sheet's rule for it. */
  String rule() {
    String family = face == Face.MONO
        ? "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
        : "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    return "." + css + "{font:" + (face == Face.BOLD ? "600 " : "") + size + "px " + family + "}";
  }

  /** How wide a text is at most, in units of the drawing, rounded up. */
  int width(String text) {
    long sum = text.codePoints().mapToLong(this::advance).sum();
    return (int) ((sum * size + 999) / 1000);
  }

  private int advance(int codePoint) {
    if (face == Face.MONO) {
      return codePoint < 0x2e80 ? MONO : WIDEST;
    }
    if (codePoint >= ' ' && codePoint <= '~') {
      return (face == Face.BOLD ? BOLD : PLAIN)[codePoint - ' '];
    }
    return switch (codePoint) {
      case '·' -> 380;
      case '–' -> 510;
      case '→' -> 840;
      case '…' -> 1010;
      default -> WIDEST;
    };
  }

  /** The text, or as much of its beginning and its end as fits, with a sign where some is left out. */
  String fit(String text, int room) {
    if (width(text) <= room) {
      return text;
    }
    int[] points = text.codePoints().toArray();
    for (int kept = Math.min(points.length - 1, room); kept > 0; kept--) {
      // Names that are alike differ at their ends.
      int tail = kept > 8 ? kept / 3 : 0;
      String shorter =
          new String(points, 0, kept - tail) + CUT + new String(points, points.length - tail, tail);
      if (width(shorter) <= room) {
        return shorter;
      }
    }
    return width(CUT) <= room ? CUT : "";
  }
}
