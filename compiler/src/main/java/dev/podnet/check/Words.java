package dev.podnet.check;

import dev.podnet.net.IpFamily;
import java.util.List;

/** Lists and numbers in sentences. */
final class Words {

  private static final int SHOWN = 3;

  private Words() {}

  /** {@code a}, {@code a and b}, {@code a, b and c}, or {@code a, b, c and 5 more}. */
  static String list(List<String> names) {
    if (names.size() == 1) {
      return names.get(0);
    }
    if (names.size() <= SHOWN) {
      return String.join(", ", names.subList(0, names.size() - 1)) + " and "
          + names.get(names.size() - 1);
    }
    return String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
  }

  /** {@code 1 node} or {@code 5 nodes}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code IPv4} or {@code IPv6}. */
  static String family(IpFamily family) {
    return family == IpFamily.IPV4 ? "IPv4" : "IPv6";
  }
}
