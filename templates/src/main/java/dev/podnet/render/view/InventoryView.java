package dev.podnet.render.view;

import java.util.List;

/**
 * The hosts as Ansible is told of them.
 *
 * @param cluster the cluster
 * @param hosts its hosts, in the plan's order
 */
public record InventoryView(String cluster, List<HostView> hosts) {

  /**
   * One host.
   *
   * @param node its name
   * @param address where Ansible reaches it: the first of its addresses on the underlay
   */
  public record HostView(String node, String address) {}
}
