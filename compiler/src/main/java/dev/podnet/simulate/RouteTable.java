package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Longest-prefix lookup: one hash map for each prefix length in use, longest first. Adding and asking both cost as much
 * as there are different lengths, of which a cluster has a handful.
 *
 * @param <T> what a prefix leads to
 */
final class RouteTable<T> {

  private final Map<Cidr, T> entries = new HashMap<>();
  private int[] v4Lengths = {};
  private int[] v6Lengths = {};

  /** Adds or replaces an entry, as {@code ip route replace} does. */
  void put(Cidr prefix, T value) {
    entries.put(prefix, value);
    if (prefix.network().isV4()) {
      v4Lengths = with(v4Lengths, prefix.length());
    } else {
      v6Lengths = with(v6Lengths, prefix.length());
    }
  }

  /** The lengths with one more of them, longest first. */
  private static int[] with(int[] lengths, int length) {
    int at = 0;
    while (at < lengths.length && lengths[at] > length) {
      at++;
    }
    if (at < lengths.length && lengths[at] == length) {
      return lengths;
    }
    int[] more = new int[lengths.length + 1];
    System.arraycopy(lengths, 0, more, 0, at);
    more[at] = length;
    System.arraycopy(lengths, at, more, at + 1, lengths.length - at);
    return more;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What exactly this prefix leads to, or null. */
  T get(Cidr prefix) {
    return entries.get(prefix);
  }

  /** The entry with the longest prefix that holds the address and passes the filter. */
  Optional<Map.Entry<Cidr, T>> lookup(IpAddress address, Predicate<T> filter) {
    for (int length : address.isV4() ? v4Lengths : v6Lengths) {
      Cidr prefix = Cidr.of(address, length);
      T value = entries.get(prefix);
      if (value != null && filter.test(value)) {
        return Optional.of(Map.entry(prefix, value));
      }
    }
    return Optional.empty();
  }
}
