package dev.podnet.backends.coredns;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The zones of addresses: names are cut at the octets of an IPv4 address and the digits of an IPv6 address (RFC 1035, 3.5;
 * RFC 3596, 2.5), so a range that ends between two borders is several zones of the next finer kind. A range longer than
 * /24 has its /24, for a finer zone would hold one address.
 *
 * <p>The ranges of pods and services are the cluster's own, as far as whole zones go. An endpoint elsewhere (a pod in its host's network, a database
 * outside) lies in a range that others may name too: its zone is <em>borrowed</em>, and what is not found there is asked
 * elsewhere, where an upstream is known.
 */
final class ReverseZones {

  /** How much is borrowed around an address that is on no segment: as much as one zone usually holds. */
  private static final Map<IpFamily, Integer> NEIGHBOURHOOD =
      Map.of(IpFamily.IPV4, 24, IpFamily.IPV6, 64);

  private final List<Cidr> segments;
  private final Map<Cidr, Zone> zones = new TreeMap<>();
  private final Set<Cidr> borrowed = new TreeSet<>();

  /**
   * No zones yet.
   *
   * @param segments the prefixes of the underlay
   */
  ReverseZones(List<Cidr> segments) {
    this.segments = List.copyOf(segments);
  }

  /** The zones of a range that is the cluster's own. One that is wider than the range holds others' addresses too. */
  void range(Cidr range, String title) {
    for (Cidr block : blocks(range)) {
      if (block.length() < range.length()) {
        if (zones.putIfAbsent(block, new Zone(zoneName(block), title + ", in " + block)) == null) {
          borrowed.add(block);
        }
      } else {
        zones.computeIfAbsent(block, b -> new Zone(zoneName(b), title + ", " + b));
        borrowed.remove(block);
      }
    }
  }

  /** Sees to it that some zone holds the address. */
  void borrow(IpAddress address) {
    if (finest(address) != null) {
      return;
    }
    Cidr around = Cidr.of(address, NEIGHBOURHOOD.get(address.family()));
    for (Cidr segment : segments) {
      if (segment.contains(address)) {
        around = segment;
      }
    }
    Cidr block = Cidr.of(address, border(around));
    zones.put(block, new Zone(zoneName(block), "endpoints that are no pods' addresses, " + block));
    borrowed.add(block);
  }

  /** The address has a name; nothing happens when no zone holds it. */
  void point(IpAddress address, Name name) {
    Zone finest = finest(address);
    if (finest != null) {
      finest.add(Record.pointer(zoneName(address.asHost()), name));
    }
  }

  /** The zones of the cluster's own ranges, sorted by address. */
  Collection<Zone> own() {
    return zones.entrySet().stream()
        .filter(e -> !borrowed.contains(e.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The zones that others may name too, sorted by address. */
  Collection<Zone> borrowed() {
    return borrowed.stream().map(zones::get).toList();
  }

  private Zone finest(IpAddress address) {
    int step = step(address.family());
    for (int length = address.family().bits(); length > 0; length -= step) {
      Zone zone = zones.get(Cidr.of(address, length));
      if (zone != null) {
        return zone;
      }
    }
    return null;
  }

  private static int step(IpFamily family) {
    return family == IpFamily.IPV4 ? 8 : 4;
  }

  /** The length of the zones a range is cut into. */
  private static int border(Cidr range) {
    int step = step(range.family());
    int finest = range.family().bits() - step;
    int length = (range.length() + step - 1) / step * step;
    return Math.max(step, Math.min(length, finest));
  }

  private static List<Cidr> blocks(Cidr range) {
    int length = border(range);
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

  /** A prefix as a name: its parts backwards below in-addr.arpa or ip6.arpa. */
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
