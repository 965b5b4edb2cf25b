package dev.podnet.plan;

import dev.podnet.net.IpFamily;
import java.util.List;

/**
 * An own chain and its rules.
 *
 * @param family iptables or ip6tables
 * @param table the table it is in
 * @param name at most 28 characters, begins with {@code PODNET}
 * @param rules its rules in order
 */
public record Chain(IpFamily family, Table table, String name, List<Rule> rules)
    implements Comparable<Chain> {
  /** Checks the name, copies the list. */
  public Chain {
    if (name.length() > 28 || !name.startsWith("PODNET")) {
      throw new IllegalArgumentException("'" + name + "' is no name for an own chain");
    }
    rules = List.copyOf(rules);
  }

  @Override
  public int compareTo(Chain other) {
    int order = family.compareTo(other.family);
    order = order != 0 ? order : table.compareTo(other.table);
    return order != 0 ? order : name.compareTo(other.name);
  }
}
