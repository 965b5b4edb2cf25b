package dev.podnet.manifest;

import java.util.Arrays;

/**
 * Turns the places that SnakeYAML counts, in code points, into offsets of the source, in UTF-16 units. They differ only
 * behind a code point that takes two units; a text without any, which is nearly every one, costs next to nothing.
 *
 * <p>An escaped slash of a JSON text ({@code \/}), which YAML 1.1 does not have and which is therefore handed to SnakeYAML
 * as a plain slash, counts as such a code point too.
 */
final class Positions {

  private final String text;
  private final int length;
  private final int[] wide;

  private Positions(String text, int length, int[] wide) {
    this.text = text;
    this.length = length;
    this.wide = wide;
  }

  /** Prepares a text for SnakeYAML. */
  static Positions of(String text) {
    boolean json = isJson(text);
    if (!json && text.codePointCount(0, text.length()) == text.length()) {
      return new Positions(text, text.length(), new int[0]);
    }
    StringBuilder changed = null;
    int copied = 0;
    int[] wide = new int[0];
    int count = 0;
    int index = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++, index++) {
      char c = text.charAt(i);
      boolean two = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
      if (json && c == '"') {
        quoted = !quoted;
      } else if (json && quoted && c == '\\' && i + 1 < text.length()) {
        if (text.charAt(i + 1) == '/') {
          changed = changed == null ? new StringBuilder(text.length()) : changed;
          changed.append(text, copied, i);
          copied = i + 1;
          two = true;
        } else if (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\') {
          i++;
          index++;
        }
      }
      if (two) {
        if (count == wide.length) {
          wide = Arrays.copyOf(wide, Math.max(16, count * 2));
        }
        wide[count++] = index;
        i++;
      }
    }
    String prepared =
        changed == null ? text : changed.append(text, copied, text.length()).toString();
    return new Positions(prepared, text.length(), Arrays.copyOf(wide, count));
  }

  private static boolean isJson(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) <= ' ') {
      i++;
    }
    return i + 1 < text.length() && text.charAt(i) == '{' && text.charAt(i + 1) != '{';
  }

  /** The text to give to SnakeYAML. */
  String text() {
    return text;
  }

  /** The offset in the source of a code point of the text; never behind its end. */
  int offset(int codePoint) {
    if (wide.length == 0) {
      return Math.min(codePoint, length);
    }
    int found = Arrays.binarySearch(wide, codePoint);
    return Math.min(codePoint + (found >= 0 ? found : -found - 1), length);
  }
}
