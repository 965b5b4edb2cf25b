package dev.podnet.net;

/** The two address families of IP. */
public enum IpFamily {
  /** IPv4, 32 bits (RFC 791). */
  IPV4(32),
  /** IPv6, 128 bits (RFC 8200). */
  IPV6(128);

  private final int bits;

  IpFamily(int bits) {
    this.bits = bits;
  }

  /** The length of an address of this family in bits: 32 or 128. */
  public int bits() {
    return bits;
  }
}
