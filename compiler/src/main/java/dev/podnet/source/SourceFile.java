package dev.podnet.source;

import java.util.Arrays;

/**
 * One source text and the name it is shown by. Two source files are the same only if they are the same object.
 *
 * <p>Offsets count UTF-16 units from 0. Lines and columns, which only a reader sees, count from 1; a column counts code
 * points, so an emoji is one.
 */
public final class SourceFile {

  private final String name;
  private final String text;
  private final int[] lineStarts;

  /**
   * Makes a source file.
   *
   * @param name as messages show it: the path as the user gave it, or a word such as {@code --set}
   * @param text the whole text, without a byte order mark
   */
  public SourceFile(String name, String text) {
    this.name = name;
    this.text = text;
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
      if (ends) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    this.lineStarts = Arrays.copyOf(starts, count);
  }

  /** The name messages show. */
  public String name() {
    return name;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** How many lines there are; at least one. */
  public int lineCount() {
    return lineStarts.length;
  }

  /** The line an offset is on, from 1. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of an offset, from 1, in code points. */
  public int column(int offset) {
    int start = lineStarts[line(offset) - 1];
    return text.codePointCount(start, Math.min(offset, text.length())) + 1;
  }

  /** The offset of a line (from 1) and a column (from 1, in code points); the nearest one when there is no such place. */
  public int offset(int line, int column) {
    int start = lineStarts[Math.max(0, Math.min(line, lineStarts.length) - 1)];
    int end = start + lineText(Math.max(1, Math.min(line, lineStarts.length))).length();
    int offset = start;
    for (int i = 1; i < column && offset < end; i++) {
      offset += Character.charCount(text.codePointAt(offset));
    }
    return offset;
  }

  /** The text of a line (from 1) without its line end. */
  public String lineText(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return name;
  }
}
