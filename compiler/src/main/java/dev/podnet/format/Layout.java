package dev.podnet.format;

import java.util.List;
import java.util.Optional;

/** A source as a reader sees it: statements, blocks, comments and blank lines. */
final class Layout {

  private Layout() {}

  /** What stands in a block or a file. */
  sealed interface Item {}

  /** A blank line; several in a row are one. */
  record Blank() implements Item {}

  /** A comment on a line of its own, with its {@code #}. */
  record Remark(String text) implements Item {}

  /**
   * A statement.
   *
   * @param rows its words; more than one row where a list goes on after a comma at the end of a line
   * @param block what stands in its braces
   * @param remark the comment behind its end, with its {@code #}
   */
  record Statement(List<Row> rows, Optional<Block> block, Optional<String> remark)
      implements Item {}

  /**
   * Words on one line.
   *
   * @param words words and signs, each as written
   * @param remark the comment behind them where the list goes on below
   */
  record Row(List<String> words, Optional<String> remark) {}

  /**
   * A block.
   *
   * @param items what is in it
   * @param oneLine whether it stands on one line in the source
   * @param remark the comment behind the opening brace
   */
  record Block(List<Item> items, boolean oneLine, Optional<String> remark) {}
}
