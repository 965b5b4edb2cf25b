package dev.podnet.graph;

/** Texts as a drawing may show them. */
public final class VisibleText {

  private static final int REPLACEMENT = 0xfffd;

  private VisibleText() {}

  /**
   * The text with U+FFFD for what cannot be seen, or changes how other text is seen: control characters but for line ends,
   * format characters (which turn the direction of text, among others), halves of surrogate pairs, and what Unicode says is
   * no character.
   */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(visible(c) ? c : REPLACEMENT));
    return shown.toString();
  }

  private static boolean visible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == '\n';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> false;
      default -> (codePoint & 0xfffe) != 0xfffe;
    };
  }
}
