package dev.podnet.render.view;

import java.util.List;

/**
 * What a balancer relays.
 *
 * @param relays one for each port it takes
 */
public record RelaysView(List<RelayView> relays) {

  /**
   * One port.
   *
   * @param comment what it is for
   * @param name of the group of targets
   * @param balance how one is chosen: one line or none
   * @param targets addresses with ports
   * @param listen the address and port it takes, and how
   * @param idle seconds without a byte after which a connection is forgotten
   */
  public record RelayView(
      String comment,
      String name,
      List<String> balance,
      List<String> targets,
      String listen,
      int idle) {}
}
