package dev.podnet.render.view;

import java.util.List;

/**
 * What is loaded by {@code nft -f}.
 *
 * @param title what the file is for
 * @param tables the tables it has something of
 */
public record NftView(String title, List<TableView> tables) {

  /**
   * A table.
   *
   * @param name its family and name
   * @param sets sets and maps
   * @param chains chains
   */
  public record TableView(String name, List<SetView> sets, List<ChainView> chains) {}

  /**
   * A set or map.
   *
   * @param word {@code set} or {@code map}
   * @param lines what is said about it
   * @param elements its elements; null for none
   */
  public record SetView(
      String word, String name, String comment, List<String> lines, Iterable<String> elements) {}

  /**
   * A chain.
   *
   * @param lines where it hangs, if it does, and its rules
   */
  public record ChainView(String name, String comment, List<String> lines) {}
}
