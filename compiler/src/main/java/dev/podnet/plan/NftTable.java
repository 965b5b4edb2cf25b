package dev.podnet.plan;

import dev.podnet.net.IpFamily;
import java.util.regex.Pattern;

/**
 * A table of nftables (nft(8)) that is podnet's own, and everything in it.
 *
 * @param family {@code ip} or {@code ip6}
 * @param name begins with {@code podnet}; lower-case letters, digits and dashes, at most 31
 */
public record NftTable(IpFamily family, String name) implements Comparable<NftTable> {

  private static final Pattern FORM = Pattern.compile("podnet[a-z0-9-]{0,25}");
  private static final Pattern INSIDE = Pattern.compile("PODNET[A-Za-z0-9_.-]{0,57}");

  /** Checks the name. */
  public NftTable {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name for an own table");
    }
  }

  /**
   * A name of a chain or set of such a table: begins with {@code PODNET} as all own names do; letters, digits, dots,
   * dashes and underscores, at most 63.
   *
   * @throws IllegalArgumentException when it is none
   */
  static String inside(String name) {
    if (!INSIDE.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name for an own chain or set");
    }
    return name;
  }

  @Override
  public int compareTo(NftTable other) {
    int order = family.compareTo(other.family);
    return order != 0 ? order : name.compareTo(other.name);
  }
}
