package dev.podnet.resolve;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A set of addresses as disjoint intervals; questions and additions cost O(log n). */
final class TakenRanges {

  private final TreeMap<IpAddress, IpAddress> lastByFirst = new TreeMap<>();

  /** Adds a block; one that overlaps others melts into them. */
  void add(Cidr block) {
    IpAddress first = block.network();
    IpAddress last = block.last();
    Map.Entry<IpAddress, IpAddress> before = lastByFirst.floorEntry(last);
    while (before != null && before.getValue().compareTo(first) >= 0) {
      first = min(first, before.getKey());
      last = max(last, before.getValue());
      lastByFirst.remove(before.getKey());
      before = lastByFirst.floorEntry(last);
    }
    lastByFirst.put(first, last);
  }

  /** The last address of an interval that overlaps the block; empty when the block is free. */
  Optional<IpAddress> lastTaken(Cidr block) {
    Map.Entry<IpAddress, IpAddress> before = lastByFirst.floorEntry(block.last());
    return before != null && before.getValue().compareTo(block.network()) >= 0
        ? Optional.of(before.getValue())
        : Optional.empty();
  }

  private static IpAddress min(IpAddress a, IpAddress b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static IpAddress max(IpAddress a, IpAddress b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
