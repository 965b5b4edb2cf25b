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
  /** Where lines begin; looked for when it is first asked, since few texts have errors. */
  private volatile int[] lineStarts;

  /**
   * Makes a source file.
   *
   * @param name as messages show it: the path as the user gave it, or a word such as {@code --set}
   * @param text the whole text, without a byte order mark
   */
  public SourceFile(String name, String text) {
    this.name = name;
    this.text = text;
  }

  private int[] lineStarts() {
    if (lineStarts == null) {
      lineStarts = starts(text);
    }
    return lineStarts;
  }

  private static int[] starts(String text) {
    boolean returns = text.indexOf('\r') >= 0;
    int[] starts = new int[16];
    int count = 1;
    for (int i = next(text, 0, returns); i >= 0; i = next(text, i + 1, returns)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = i + 1;
    }
    return Arrays.copyOf(starts, count);
  }

  /** Where the next line ends, or -1. */
  private static int next(String text, int from, boolean returns) {
    if (!returns) {
      return text.indexOf('\n', from);
    }
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
        return i;
      }
    }
    return -1;
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
    return lineStarts().length;
  }

  /** The line an offset is on, from 1. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts(), offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of an offset, from 1, in code points. */
  public int column(int offset) {
    int start = lineStarts()[line(offset) - 1];
    return text.codePointCount(start, Math.min(offset, text.length())) + 1;
  }

  /** The offset of a line (from 1) and a column (from 1, in code points); the nearest one when there is no such place. */
  public int offset(int line, int column) {
    int[] starts = lineStarts();
    int start = starts[Math.max(0, Math.min(line, starts.length) - 1)];
    int end = start + lineText(Math.max(1, Math.min(line, starts.length))).length();
    int offset = start;
    for (int i = 1; i < column && offset < end; i++) {
      offset += Character.charCount(text.codePointAt(offset));
    }
    return offset;
  }

  /** The text of a line (from 1) without its line end. */
  public String lineText(int line) {
    int[] starts = lineStarts();
    int start = starts[line - 1];
    int end = line < starts.length ? starts[line] : text.length();
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
