package dev.podnet.net;

import java.math.BigInteger;

/**
 * One IPv4 or IPv6 address, as its family and 128 bits; an IPv4 address keeps its 32 bits in {@code low}.
 *
 * <p>Equal addresses are equal values, however they were written. The natural order is IPv4 before IPv6, then by
 * number. {@link #toString()} is the canonical text: dotted decimal, or RFC 5952.
 *
 * @param family the family
 * @param high the upper 64 bits, 0 for IPv4
 * @param low the lower 64 bits; for IPv4 between 0 and 2^32-1
 */
public record IpAddress(IpFamily family, long high, long low) implements Comparable<IpAddress> {

  /** Checks that an IPv4 address has no bits above its 32. */
  public IpAddress {
    if (family == IpFamily.IPV4 && (high != 0 || (low >>> 32) != 0)) {
      throw new IllegalArgumentException("more than 32 bits in an IPv4 address");
    }
  }

  /** The IPv4 address with these 32 bits. */
  public static IpAddress v4(int bits) {
    return new IpAddress(IpFamily.IPV4, 0, bits & 0xffff_ffffL);
  }

  /**
   * Reads an address from its text; only plain dotted decimal with four parts without leading zeros, or RFC 4291 text
   * without a zone.
   *
   * @throws IllegalArgumentException with a sentence for the user when the text is no address
   */
  public static IpAddress parse(String text) {
    AddressText.Result result = AddressText.parse(text);
    if (result.problem() != null) {
      throw new IllegalArgumentException(result.problem().message());
    }
    return result.address();
  }

  /** Whether this is an IPv4 address. */
  public boolean isV4() {
    return family == IpFamily.IPV4;
  }

  /** The address {@code offset} after this one (before it, when negative); wraps around at the family's end. */
  public IpAddress plus(long offset) {
    if (isV4()) {
      return new IpAddress(family, 0, (low + offset) & 0xffff_ffffL);
    }
    long sum = low + offset;
    long carry = 0;
    if (offset >= 0 && Long.compareUnsigned(sum, low) < 0) {
      carry = 1;
    } else if (offset < 0 && Long.compareUnsigned(sum, low) > 0) {
      carry = -1;
    }
    return new IpAddress(family, high + carry, sum);
  }

  /** The address as an unsigned number. */
  public BigInteger toBigInteger() {
    return unsigned(high).shiftLeft(64).add(unsigned(low));
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  /** The bytes in network order: 4 or 16 of them. */
  public byte[] toBytes() {
    byte[] bytes = new byte[family.bits() / 8];
    for (int i = 0; i < bytes.length; i++) {
      int shift = (bytes.length - 1 - i) * 8;
      bytes[i] = (byte) (shift >= 64 ? high >>> (shift - 64) : low >>> shift);
    }
    return bytes;
  }

  /** This address with a full-length prefix: /32 or /128. */
  public Cidr asHost() {
    return new Cidr(this, family.bits());
  }

  /** By plain code: what a record brings along takes several times as long, and this is asked millions of times. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that
        && low == that.low
        && high == that.high
        && family == that.family;
  }

  /** Spreads neighbouring addresses and blocks, whose low bits are alike, over all of an int. */
  @Override
  public int hashCode() {
    long mixed = (low ^ high * 31 ^ family.ordinal()) * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 32);
  }

  @Override
  public int compareTo(IpAddress other) {
    int byFamily = family.compareTo(other.family);
    if (byFamily != 0) {
      return byFamily;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return AddressText.format(this);
  }
}
