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
   * @param family {@code inet} or {@code inet6}
   * @param members its members
   * @param comment what it is for
   */
  public record SetView(
      String name, String type, String family, List<String> members, String comment) {}
}
