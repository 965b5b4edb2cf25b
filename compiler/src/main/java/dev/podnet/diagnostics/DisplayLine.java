package dev.podnet.diagnostics;

/**
 * One source line, ready to be shown, and the marks under a part of it. Tabs become spaces up to the next multiple of
 * four; a line that is too wide is cut on both sides of the marked part.
 *
 * @param text what is shown of the line
 * @param indent how many cells stand before the marks
 * @param marks how many cells the marks take; at least one
 */
record DisplayLine(String text, int indent, int marks) {

  private static final int TAB = 4;
  private static final String CUT = "...";

  /**
   * Makes the shown form of a line.
   *
   * @param line the line without its end
   * @param from the offset of the first marked character in the line
   * @param to the offset behind the last one
   * @param width how many cells there are for the line
   */
  static DisplayLine of(String line, int from, int to, int width) {
    int start = Math.min(from, line.length());
    int end = Math.max(start, Math.min(to, line.length()));
    // Only what can come into view is looked at, however long the line is.
    int first = boundary(line, Math.max(0, start - 2 * width));
    int last = boundary(line, Math.min(line.length(), start + 2 * width));
    Cells cells = new Cells(line, first, last);
    boolean all = first == 0 && last == line.length() && cells.total() <= width;
    return all ? cells.whole(start, end) : cells.window(start, Math.min(end, last), width);
  }

  private static int boundary(String line, int offset) {
    boolean inside = offset > 0
        && offset < line.length()
        && Character.isLowSurrogate(line.charAt(offset))
        && Character.isHighSurrogate(line.charAt(offset - 1));
    return inside ? offset - 1 : offset;
  }

  /** A stretch of a line as cells: for every offset the cell it begins in and the place in the shown text. */
  private static final class Cells {
    private final int first;
    private final int[] cell;
    private final int[] place;
    private final boolean cutBefore;
    private final boolean cutAfter;
    private final StringBuilder shown = new StringBuilder();

    Cells(String line, int first, int last) {
      this.first = first;
      this.cutBefore = first > 0;
      this.cutAfter = last < line.length();
      this.cell = new int[last - first + 1];
      this.place = new int[last - first + 1];
      int at = first;
      int cells = 0;
      while (at < last) {
        int codePoint = line.codePointAt(at);
        int units = Character.charCount(codePoint);
        for (int i = 0; i < units; i++) {
          cell[at - first + i] = cells;
          place[at - first + i] = shown.length();
        }
        if (codePoint == '\t') {
          int spaces = TAB - cells % TAB;
          shown.append(" ".repeat(spaces));
          cells += spaces;
        } else {
          int visible = DisplayText.visible(codePoint);
          shown.appendCodePoint(visible);
          cells += DisplayText.width(visible);
        }
        at += units;
      }
      cell[last - first] = cells;
      place[last - first] = shown.length();
    }

    int total() {
      return cell[cell.length - 1];
    }

    DisplayLine whole(int start, int end) {
      int indent = cell[start - first];
      return new DisplayLine(
          shown.toString().stripTrailing(), indent, Math.max(1, cell[end - first] - indent));
    }

    /** Keeps the beginning of the marked part in view, with about a third of the width before it. */
    DisplayLine window(int start, int end, int width) {
      int mark = cell[start - first];
      int room = width - 2 * CUT.length();
      int left = Math.max(0, Math.min(mark - room / 3, total() - room));
      int from = firstAtOrAfter(left, start - first);
      boolean cutLeft = cutBefore || from > 0;
      int to = from;
      while (to < cell.length - 1 && cell[to + 1] - cell[from] <= room) {
        to++;
      }
      boolean cutRight = cutAfter || to < cell.length - 1;
      String text =
          (cutLeft ? CUT : "") + shown.substring(place[from], place[to]) + (cutRight ? CUT : "");
      int indent = mark - cell[from] + (cutLeft ? CUT.length() : 0);
      int marks = Math.min(cell[end - first], cell[to]) - mark;
      return new DisplayLine(text.stripTrailing(), indent, Math.max(1, marks));
    }

    private int firstAtOrAfter(int wanted, int limit) {
      int i = 0;
      while (i < limit && cell[i] < wanted) {
        i++;
      }
      return i;
    }
  }
}
