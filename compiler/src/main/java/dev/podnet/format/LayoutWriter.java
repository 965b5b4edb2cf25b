package dev.podnet.format;

import dev.podnet.format.Layout.Blank;
import dev.podnet.format.Layout.Block;
import dev.podnet.format.Layout.Item;
import dev.podnet.format.Layout.Remark;
import dev.podnet.format.Layout.Row;
import dev.podnet.format.Layout.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Writes a layout in the canonical form.
 *
 * <p>Two columns a level; a block that stood on one line stays there where it fits into {@value #WIDTH} columns and holds
 * no comment, any other has a line for each statement; the values of a cluster's statements stand in one column, and so do
 * comments behind lines that follow each other; one blank line where there were some, none at the ends of a block.
 */
final class LayoutWriter {

  /** The longest line that a block is kept on. */
  private static final int WIDTH = 100;

  private static final int LEVEL = 2;

  /** How much further the rest of a list is set in. */
  private static final int CONTINUED = 2 * LEVEL;

  private static final String CLUSTER = "cluster";

  /** A line and the comment behind it. */
  private record Line(String text, Optional<String> remark) {}

  private final List<Line> lines = new ArrayList<>();

  private LayoutWriter() {}

  /** The text of a source; empty when there is nothing in it. */
  static String write(List<Item> items) {
    LayoutWriter writer = new LayoutWriter();
    writer.items(items, 0, false);
    return writer.text();
  }

  private void items(List<Item> items, int indent, boolean columns) {
    int longest = columns ? longest(items) : 0;
    List<Integer> widths =
        columns ? widths(items, indent, longest) : Collections.nCopies(items.size(), 0);
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (item instanceof Blank) {
        lines.add(new Line("", Optional.empty()));
      } else if (item instanceof Remark remark) {
        lines.add(new Line(" ".repeat(indent) + remark.text(), Optional.empty()));
      } else if (item instanceof Statement statement) {
        statement(statement, indent, widths.get(i), longest);
      }
    }
  }

  /** The length of the longest first word of a block's statements. */
  private static int longest(List<Item> items) {
    int longest = 0;
    for (Item item : items) {
      if (item instanceof Statement statement) {
        longest = Math.max(longest, first(statement.rows()).length());
      }
    }
    return longest;
  }

  /** For each item the width of the first words of those it stands in a column with; 0 for none. */
  private static List<Integer> widths(List<Item> items, int indent, int longest) {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(items.size(), 0));
    int from = 0;
    while (from < items.size()) {
      int to = from;
      int widest = 0;
      while (to < items.size()
          && items.get(to) instanceof Statement s
          && plain(s, indent, longest)) {
        widest = Math.max(widest, s.rows().get(0).words().get(0).length());
        to++;
      }
      for (int i = from; i < to; i++) {
        widths.set(i, widest);
      }
      from = Math.max(to, from + 1);
    }
    return widths;
  }

  /** Whether a statement is a word and its value, on one line. */
  private static boolean plain(Statement statement, int indent, int longest) {
    return statement.rows().size() == 1
        && statement.rows().get(0).words().size() > 1
        && (statement.block().isEmpty() || inline(statement, indent, longest).isPresent());
  }

  /**
   * What stands between the braces of a statement's block when it stays on one line. Whether it does follows from the words
   * alone, so that the layout of a layout decides the same: the first word counts as if it were as long as any in its block.
   */
  private static Optional<String> inline(Statement statement, int indent, int longest) {
    List<Row> rows = statement.rows();
    Row last = rows.isEmpty() ? new Row(List.of(), Optional.empty()) : rows.get(rows.size() - 1);
    int margin = rows.size() > 1 ? indent + CONTINUED : indent;
    int head = last.words().isEmpty()
        ? indent + 1
        : margin + words(last.words(), rows.size() > 1 ? 0 : longest).length() + 2;
    return inside(statement.block().orElseThrow())
        .filter(inside -> head + inside.length() + 1 <= WIDTH);
  }

  private void statement(Statement statement, int indent, int width, int longest) {
    String margin = " ".repeat(indent);
    List<Row> rows = statement.rows();
    for (int i = 0; i < rows.size() - 1; i++) {
      row(rows.get(i), i == 0 ? margin : " ".repeat(indent + CONTINUED), width);
    }
    Row last = rows.isEmpty() ? new Row(List.of(), Optional.empty()) : rows.get(rows.size() - 1);
    String head =
        (rows.size() > 1 ? " ".repeat(indent + CONTINUED) : margin) + words(last.words(), width);
    if (statement.block().isEmpty()) {
      lines.add(new Line(head, statement.remark()));
      return;
    }
    Block block = statement.block().get();
    String opened = last.words().isEmpty() ? margin + "{" : head + " {";
    Optional<String> inside = inline(statement, indent, longest);
    if (inside.isPresent()) {
      lines.add(new Line(opened + inside.get() + "}", statement.remark()));
      return;
    }
    lines.add(new Line(opened, block.remark()));
    items(block.items(), indent + LEVEL, first(rows).equals(CLUSTER));
    lines.add(new Line(margin + "}", statement.remark()));
  }

  private void row(Row row, String margin, int width) {
    if (row.words().isEmpty()) {
      lines.add(new Line(margin + row.remark().orElse(""), Optional.empty()));
    } else {
      lines.add(new Line(margin + words(row.words(), width), row.remark()));
    }
  }

  private static String first(List<Row> rows) {
    return rows.isEmpty() || rows.get(0).words().isEmpty()
        ? ""
        : rows.get(0).words().get(0);
  }

  /** What stands between the braces of a block that can be on one line. */
  private static Optional<String> inside(Block block) {
    if (block.items().isEmpty() && block.remark().isEmpty()) {
      return Optional.of("");
    }
    if (!block.oneLine()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (Item item : block.items()) {
      if (!(item instanceof Statement statement)
          || statement.remark().isPresent()
          || statement.rows().size() > 1) {
        return Optional.empty();
      }
      String text =
          statement.rows().isEmpty() ? "" : words(statement.rows().get(0).words(), 0);
      if (statement.block().isPresent()) {
        Optional<String> inner = inside(statement.block().get());
        if (inner.isEmpty()) {
          return Optional.empty();
        }
        text += (text.isEmpty() ? "{" : " {") + inner.get() + "}";
      }
      parts.add(text);
    }
    return Optional.of(" " + String.join("; ", parts) + " ");
  }

  /** Words with one space between them, none before a comma; the first is filled up to a width. */
  private static String words(List<String> words, int width) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (i > 0 && !word.equals(",")) {
        text.append(" ".repeat(i == 1 ? Math.max(1, width - words.get(0).length() + 1) : 1));
      }
      text.append(word);
    }
    return text.toString();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int from = 0;
    while (from < lines.size()) {
      int to = from;
      int widest = 0;
      while (to < lines.size() && lines.get(to).remark().isPresent()) {
        widest = Math.max(widest, lines.get(to).text().length());
        to++;
      }
      for (int i = from; i < to; i++) {
        Line line = lines.get(i);
        int gap = widest - line.text().length() + 2;
        text.append(line.text()).append(" ".repeat(gap)).append(line.remark().orElseThrow());
        text.append('\n');
      }
      if (to == from) {
        text.append(lines.get(from).text()).append('\n');
        to++;
      }
      from = to;
    }
    return text.toString();
  }
}
