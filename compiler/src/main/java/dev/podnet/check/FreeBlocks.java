package dev.podnet.check;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds blocks of a range that nobody has, for suggestions. What it once suggested it does not suggest again. */
final class FreeBlocks {

  private final Cidr range;
  private final TreeMap<IpAddress, IpAddress> taken = new TreeMap<>();
  private final Map<Integer, IpAddress> cursors = new TreeMap<>();

  /**
   * Prepares suggestions.
   *
   * @param range where blocks are looked for
   * @param used what is not free, in any order; overlaps are fine
   */
  FreeBlocks(Cidr range, Collection<Cidr> used) {
    this.range = range;
    for (Cidr cidr : used) {
      if (cidr.family() == range.family()) {
        taken.merge(cidr.network(), cidr.last(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
      }
    }
    IpAddress reach = null;
    for (Map.Entry<IpAddress, IpAddress> entry : taken.entrySet()) {
      if (reach != null && reach.compareTo(entry.getValue()) > 0) {
        entry.setValue(reach);
      }
      reach = entry.getValue();
    }
  }

  /** The next free block of a length; empty when there is none. */
  Optional<Cidr> next(int length) {
    if (length < range.length() || length > range.family().bits()) {
      return Optional.empty();
    }
    IpAddress at = cursors.getOrDefault(length, range.network());
    while (at != null && range.contains(at)) {
      Cidr block = Cidr.of(at, length);
      Map.Entry<IpAddress, IpAddress> before = taken.floorEntry(block.last());
      if (before == null || before.getValue().compareTo(block.network()) < 0) {
        taken.put(block.network(), block.last());
        remember(length, after(block.last(), length));
        return Optional.of(block);
      }
      at = after(
          before.getValue().compareTo(block.last()) > 0 ? before.getValue() : block.last(), length);
    }
    remember(length, range.last());
    return Optional.empty();
  }

  private void remember(int length, IpAddress at) {
    cursors.put(length, at == null ? range.last() : at);
  }

  /** The first address of the first block of a length behind an address; null at the end of all addresses. */
  private IpAddress after(IpAddress last, int length) {
    BigInteger all = BigInteger.ONE.shiftLeft(range.family().bits());
    if (last.toBigInteger().add(BigInteger.ONE).equals(all)) {
      return null;
    }
    IpAddress next = last.plus(1);
    Cidr block = Cidr.of(next, length);
    if (block.network().equals(next)) {
      return next;
    }
    return block.last().toBigInteger().add(BigInteger.ONE).equals(all)
        ? null
        : block.last().plus(1);
  }
}
