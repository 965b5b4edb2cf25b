package dev.podnet.render.view;

import java.util.List;

/**
 * What a host's scripts say about the host.
 *
 * @param cluster the cluster
 * @param node the node
 * @param underlay its underlay interface
 * @param addresses the addresses that interface must carry, in one string
 * @param tools the programs its scripts call, in one string
 * @param modules kernel modules and the paths that prove them, in one string
 * @param families {@code 4}, {@code 6} or {@code 4 6}, of the iptables programs used; empty for none
 * @param parts the parts in the order they are applied
 */
public record HostView(
    String cluster,
    String node,
    String underlay,
    String addresses,
    String tools,
    String modules,
    String families,
    List<PartView> parts) {

  /**
   * A part and what it loads.
   *
   * @param name its word, padded with blanks to one width
   * @param files files without their ending, from the output's top folder, in one string
   */
  public record PartView(String name, String files) {}
}
