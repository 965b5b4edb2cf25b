package dev.podnet.plan;

import dev.podnet.net.IpFamily;

/**
 * A jump from a base chain of the kernel to an own chain; it stands before the host's own rules.
 *
 * <p>Where several own jumps stand in one base chain, those of a later {@link Part} come first (policies before
 * services before the network), whatever was applied last: the network accepts what services and policies refuse. Inside
 * a part the order is that of the chains' names.
 *
 * @param family iptables or ip6tables
 * @param table the table
 * @param base the base chain
 * @param chain the own chain
 */
public record Hook(IpFamily family, Table table, Base base, String chain)
    implements Comparable<Hook> {

  /** The base chains of iptables(8). */
  public enum Base {
    PREROUTING,
    INPUT,
    FORWARD,
    OUTPUT,
    POSTROUTING
  }

  @Override
  public int compareTo(Hook other) {
    int order = family.compareTo(other.family);
    order = order != 0 ? order : table.compareTo(other.table);
    order = order != 0 ? order : base.compareTo(other.base);
    return order != 0 ? order : chain.compareTo(other.chain);
  }
}
