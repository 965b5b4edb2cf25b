package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.IpFamily;
import java.util.List;
import java.util.Optional;

/** Which family of the underlay carries pod packets of which family. */
public final class Underlay {

  private Underlay() {}

  /**
   * The outer family for packets of a family: the same one where every node has an address of it, else the other one if
   * every node has that. Without nodes the same one.
   */
  public static Optional<IpFamily> outer(Cluster cluster, IpFamily inner) {
    if (all(cluster, inner)) {
      return Optional.of(inner);
    }
    IpFamily other = inner == IpFamily.IPV4 ? IpFamily.IPV6 : IpFamily.IPV4;
    return all(cluster, other) ? Optional.of(other) : Optional.empty();
  }

  /** The outer families in use, IPv4 first. */
  public static List<IpFamily> outers(Cluster cluster) {
    return cluster.settings().podFamilies().stream()
        .flatMap(f -> outer(cluster, f).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean all(Cluster cluster, IpFamily family) {
    return cluster.nodes().stream().allMatch(n -> n.address(family).isPresent());
  }

  /** Reports the nodes that have no address of a family. */
  public static void reportMissing(
      Cluster cluster, IpFamily family, String reason, Diagnostics diagnostics) {
    String name = family == IpFamily.IPV4 ? "IPv4" : "IPv6";
    for (Node node : cluster.nodes()) {
      if (node.address(family).isEmpty()) {
        Diagnostic.at(
                node.span(),
                SettingCode.UNDERLAY_FAMILY,
                "node " + node.name() + " has no " + name + " address, and " + reason)
            .help("add one to its address, or take the " + name + " range out of podCIDR")
            .to(diagnostics);
      }
    }
  }
}
