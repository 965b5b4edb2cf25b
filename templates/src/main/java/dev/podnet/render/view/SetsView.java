package dev.podnet.render.view;

import java.util.List;

/**
 * An ipset-restore file.
 *
 * @param title what it is for
 * @param sets its sets
 */
public record SetsView(String title, List<SetView> sets) {

  /**
   * One set.
   *
   * @param name its name
   * @param type such as {@code hash:ip}
   * @param options the rest of the line that makes it, such as {@code family inet}
   * @param members its members
   * @param comment what it is for
   */
  public record SetView(
      String name, String type, String options, List<String> members, String comment) {}
}
