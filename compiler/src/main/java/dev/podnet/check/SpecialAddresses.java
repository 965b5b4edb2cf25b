package dev.podnet.check;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** Blocks that have a purpose of their own (RFC 6890 and the IANA special-purpose registries). */
final class SpecialAddresses {

  /** A block and what it is for, in a few words. */
  record Block(Cidr cidr, String purpose) {}

  private static final List<Block> BLOCKS = List.of(
      block("0.0.0.0/8", "\"this network\""),
      block("127.0.0.0/8", "loopback"),
      block("169.254.0.0/16", "link-local addresses"),
      block("224.0.0.0/4", "multicast"),
      block("240.0.0.0/4", "reserved addresses and broadcast"),
      block("::/127", "\"unspecified\" and loopback"),
      block("::ffff:0:0/96", "IPv4 addresses in IPv6 form"),
      block("fe80::/10", "link-local addresses"),
      block("ff00::/8", "multicast"));

  private SpecialAddresses() {}

  private static Block block(String cidr, String purpose) {
    return new Block(Cidr.parse(cidr), purpose);
  }

  /** The first special block that has an address in common with a range. */
  static Optional<Block> overlapping(Cidr range) {
    for (Block block : BLOCKS) {
      if (block.cidr().overlaps(range)) {
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }

  /** The special block an address is in. */
  static Optional<Block> of(IpAddress address) {
    for (Block block : BLOCKS) {
      if (block.cidr().contains(address)) {
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }
}
