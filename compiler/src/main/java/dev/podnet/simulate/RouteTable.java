package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Longest-prefix lookup: one hash map for each prefix length in use, longest first. Adding and asking both cost as much
 * as there are different lengths, of which a cluster has a handful.
 *
 * @param <T> what a prefix leads to
 */
final class RouteTable<T> {

  private final Map<Cidr, T> entries = new HashMap<>();
  private final TreeSet<Integer> v4Lengths = new TreeSet<>();
  private final TreeSet<Integer> v6Lengths = new TreeSet<>();

  /** Adds or replaces an entry, as {@code ip route replace} does. */
  void put(Cidr prefix, T value) {
    entries.put(prefix, value);
    (prefix.network().isV4() ? v4Lengths : v6Lengths).add(prefix.length());
  }

  /** What exactly this prefix leads to, or null. */
  T get(Cidr prefix) {
    return entries.get(prefix);
  }

  /** The entry with the longest prefix that holds the address and passes the filter. */
  Optional<Map.Entry<Cidr, T>> lookup(IpAddress address, Predicate<T> filter) {
    for (int length : (address.isV4() ? v4Lengths : v6Lengths).descendingSet()) {
      Cidr prefix = Cidr.of(address, length);
      T value = entries.get(prefix);
      if (value != null && filter.test(value)) {
        return Optional.of(Map.entry(prefix, value));
      }
    }
    return Optional.empty();
  }
}
