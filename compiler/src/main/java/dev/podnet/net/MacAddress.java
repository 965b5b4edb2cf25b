package dev.podnet.net;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A 48-bit MAC address. The compiler chooses every one, so that no interface is born with a random address.
 *
 * @param bits the address in the lower 48 bits
 */
public record MacAddress(long bits) implements Comparable<MacAddress> {

  /** Checks that no bit above the 48 is set. */
  public MacAddress {
    if ((bits >>> 48) != 0) {
      throw new IllegalArgumentException("more than 48 bits in a MAC address");
    }
  }

  /** {@code 0a:58} and the address: the last four bytes of it for IPv6. A locally administered unicast address. */
  public static MacAddress fromIp(IpAddress address) {
    return new MacAddress(0x0a58L << 32 | (address.low() & 0xffff_ffffL));
  }

  /**
   * {@code 66:} and the first five bytes of the SHA-1 of a name; the form Calico gives its VXLAN devices
   * (projectcalico/calico, felix/calc/vxlan_resolver.go). Locally administered, unicast.
   */
  public static MacAddress fromName(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
      long bits = 0x66;
      for (int i = 0; i < 5; i++) {
        bits = bits << 8 | (digest[i] & 0xff);
      }
      return new MacAddress(bits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** The IPv6 link-local address that an interface with this MAC makes itself (RFC 4291, appendix A). */
  public IpAddress linkLocal() {
    long low = ((bits >>> 24 ^ 0x020000) << 40) | 0xfffeL << 24 | (bits & 0xff_ffff);
    return new IpAddress(IpFamily.IPV6, 0xfe80L << 48, low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MacAddress that && bits == that.bits;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bits * 0x9E37_79B9_7F4A_7C15L);
  }

  @Override
  public int compareTo(MacAddress other) {
    return Long.compare(bits, other.bits);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(17);
    for (int shift = 40; shift >= 0; shift -= 8) {
      int b = (int) (bits >>> shift & 0xff);
      text.append(Character.forDigit(b >>> 4, 16)).append(Character.forDigit(b & 0xf, 16));
      if (shift > 0) {
        text.append(':');
      }
    }
    return text.toString();
  }
}
