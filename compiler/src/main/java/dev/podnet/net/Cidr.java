package dev.podnet.net;

import java.math.BigInteger;

/**
 * A block of addresses: a network address and a prefix length, without host bits.
 *
 * <p>The natural order is by network address, then wider blocks first.
 *
 * @param network the first address of the block
 * @param length how many bits are fixed, 0 to 32 or 128
 */
public record Cidr(IpAddress network, int length) implements Comparable<Cidr> {

  /** Checks the length and that no host bit is set. */
  public Cidr {
    if (length < 0 || length > network.family().bits()) {
      throw new IllegalArgumentException(
          "a prefix length of " + length + " does not exist in " + network.family());
    }
    if (!mask(network, length).equals(network)) {
      throw new IllegalArgumentException(network + "/" + length + " has host bits set");
    }
  }

  /** The block of this length that holds the address. */
  public static Cidr of(IpAddress address, int length) {
    return new Cidr(mask(address, length), length);
  }

  /**
   * Reads {@code ADDRESS/LENGTH} without host bits.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("a prefix is written ADDRESS/LENGTH");
    }
    String length = text.substring(slash + 1);
    if (!length.matches("0|[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("'" + length + "' is no prefix length");
    }
    return new Cidr(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  private static IpAddress mask(IpAddress address, int length) {
    if (address.isV4()) {
      long mask = length == 0 ? 0 : 0xffff_ffffL << (32 - length) & 0xffff_ffffL;
      return new IpAddress(IpFamily.IPV4, 0, address.low() & mask);
    }
    long high = length >= 64 ? -1L : length == 0 ? 0 : -1L << (64 - length);
    long low = length <= 64 ? 0 : length == 128 ? -1L : -1L << (128 - length);
    return new IpAddress(IpFamily.IPV6, address.high() & high, address.low() & low);
  }

  /** How many leading bits two addresses of one family have in common. */
  public static int commonLength(IpAddress a, IpAddress b) {
    if (a.family() != b.family()) {
      throw new IllegalArgumentException(a + " and " + b + " are not of one family");
    }
    if (a.isV4()) {
      return Long.numberOfLeadingZeros(a.low() ^ b.low()) - 32;
    }
    int high = Long.numberOfLeadingZeros(a.high() ^ b.high());
    return high < 64 ? high : 64 + Long.numberOfLeadingZeros(a.low() ^ b.low());
  }

  /** The family of the block's addresses. */
  public IpFamily family() {
    return network.family();
  }

  /** Whether the address lies in the block; an address of the other family never does. */
  public boolean contains(IpAddress address) {
    if (address.family() != network.family()) {
      return false;
    }
    if (network.isV4()) {
      return length == 0 || (address.low() ^ network.low()) >>> (32 - length) == 0;
    }
    return commonLength(address, network) >= length;
  }

  /** Whether every address of the other block lies in this one. */
  public boolean contains(Cidr other) {
    return other.length >= length && contains(other.network);
  }

  /** Whether the two blocks have an address in common: then one holds the other. */
  public boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  /** The last address of the block. */
  public IpAddress last() {
    int free = family().bits() - length;
    if (family() == IpFamily.IPV4) {
      long hostMask = free == 0 ? 0 : 0xffff_ffffL >>> (32 - free);
      return new IpAddress(IpFamily.IPV4, 0, network.low() | hostMask);
    }
    long high = free <= 64
        ? network.high()
        : network.high() | (free == 128 ? -1L : (1L << (free - 64)) - 1);
    long low = free >= 64 ? -1L : network.low() | ((1L << free) - 1);
    return new IpAddress(IpFamily.IPV6, high, low);
  }

  /** How many addresses the block has. */
  public BigInteger size() {
    return BigInteger.ONE.shiftLeft(family().bits() - length);
  }

  /** How many addresses the block has, or {@link Long#MAX_VALUE} when that is more. */
  public long sizeAsLong() {
    int free = family().bits() - length;
    return free >= 63 ? Long.MAX_VALUE : 1L << free;
  }

  /**
   * The address at a distance from the network address.
   *
   * @throws IndexOutOfBoundsException when the block ends before it
   */
  public IpAddress nth(long offset) {
    if (offset < 0 || offset >= sizeAsLong()) {
      throw new IndexOutOfBoundsException(this + " has no address number " + offset);
    }
    return network.plus(offset);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr that && length == that.length && network.equals(that.network);
  }

  @Override
  public int hashCode() {
    return network.hashCode() * 31 + length;
  }

  @Override
  public int compareTo(Cidr other) {
    int byNetwork = network.compareTo(other.network);
    return byNetwork != 0 ? byNetwork : Integer.compare(length, other.length);
  }

  @Override
  public String toString() {
    return network + "/" + length;
  }
}
