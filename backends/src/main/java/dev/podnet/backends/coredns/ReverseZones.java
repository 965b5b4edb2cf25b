package dev.podnet.backends.coredns;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The zones of addresses: names are cut at the octets of an IPv4 address and the digits of an IPv6 address (RFC 1035, 3.5;
 * RFC 3596, 2.5), so a range that ends between two borders is several zones of the next finer kind. A range longer than
 * /24 has its /24, for a finer zone would hold one address.
 */
final class ReverseZones {

  private final Map<Cidr, Zone> zones = new TreeMap<>();

  /** The zones of a range. */
  void range(Cidr range, String title) {
    for (Cidr block : blocks(range)) {
      zones.computeIfAbsent(block, b -> new Zone(zoneName(b), title + ", " + b));
    }
  }

  /** The address has a name; nothing happens when no zone holds it. */
  void point(IpAddress address, Name name) {
    Zone finest = null;
    for (int length = address.family().bits();
        length > 0 && finest == null;
        length -= step(address.family())) {
      finest = zones.get(Cidr.of(address, length));
    }
    if (finest != null) {
      finest.add(Record.pointer(owner(address), name));
    }
  }

  /** All zones, sorted by address. */
  Collection<Zone> all() {
    return zones.values();
  }

  private static int step(IpFamily family) {
    return family == IpFamily.IPV4 ? 8 : 4;
  }

  private static List<Cidr> blocks(Cidr range) {
    int step = step(range.family());
    int coarsest = step;
    int finest = range.family().bits() - step;
    int length = (range.length() + step - 1) / step * step;
    length = Math.max(coarsest, Math.min(length, finest));
    if (length <= range.length()) {
      return List.of(Cidr.of(range.network(), length));
    }
    List<Cidr> blocks = new ArrayList<>();
    IpAddress at = range.network();
    for (int i = 0; i < 1 << (length - range.length()); i++) {
      Cidr block = Cidr.of(at, length);
      blocks.add(block);
      at = block.last().plus(1);
    }
    return blocks;
  }

  /** The name of an address: its parts backwards below in-addr.arpa or ip6.arpa. */
  private static Name owner(IpAddress address) {
    return zoneName(address.asHost());
  }

  private static Name zoneName(Cidr block) {
    List<String> labels = new ArrayList<>();
    byte[] bytes = block.network().toBytes();
    if (block.family() == IpFamily.IPV4) {
      for (int i = 0; i < block.length() / 8; i++) {
        labels.add(Integer.toString(bytes[i] & 0xff));
      }
    } else {
      for (int i = 0; i < block.length() / 4; i++) {
        int digit = i % 2 == 0 ? bytes[i / 2] >>> 4 & 0xf : bytes[i / 2] & 0xf;
        labels.add(Integer.toHexString(digit));
      }
    }
    Collections.reverse(labels);
    String top = block.family() == IpFamily.IPV4 ? "in-addr.arpa" : "ip6.arpa";
    return Name.of(String.join(".", labels) + "." + top);
  }
}
