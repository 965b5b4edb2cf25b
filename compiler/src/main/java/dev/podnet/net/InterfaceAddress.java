package dev.podnet.net;

/**
 * An address as an interface carries it: {@code 10.244.1.1/24}. Unlike a {@link Cidr} it has host bits.
 *
 * @param address the address itself
 * @param length the prefix length of the network it is in
 */
public record InterfaceAddress(IpAddress address, int length)
    implements Comparable<InterfaceAddress> {

  /** Checks the length against the family. */
  public InterfaceAddress {
    if (length < 0 || length > address.family().bits()) {
      throw new IllegalArgumentException(
          "a prefix length of " + length + " does not exist in " + address.family());
    }
  }

  /** The block the address is in. */
  public Cidr network() {
    return Cidr.of(address, length);
  }

  @Override
  public int compareTo(InterfaceAddress other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
