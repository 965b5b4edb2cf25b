package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.plan.IpSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The members of one set, as ipset(8) reads them, by the set's type: {@code hash:} followed by any of {@code ip},
 * {@code net} and {@code port}. A type or a member of another form is an error of the compiler.
 */
final class IpSets {

  /** A port of a protocol; ipset takes TCP where none is written. */
  private record PortOf(Transport transport, int port) {}

  private final String name;
  private final List<String> kinds;
  private final Set<List<Object>> exact = new HashSet<>();
  private final List<List<Object>> nets = new ArrayList<>();

  IpSets(IpSet set) {
    this.name = set.name();
    if (!set.type().startsWith("hash:")) {
      throw new IllegalStateException("the simulator does not know the set type " + set.type());
    }
    this.kinds = List.of(set.type().substring("hash:".length()).split(",", -1));
    for (String member : set.members()) {
      String[] pieces = member.split(",", -1);
      if (pieces.length != kinds.size()) {
        throw new IllegalStateException(
            "'" + member + "' is no member of " + name + ", a " + set.type());
      }
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < pieces.length; i++) {
        values.add(value(kinds.get(i), pieces[i]));
      }
      if (kinds.contains("net")) {
        nets.add(values);
      } else {
        exact.add(values);
      }
    }
  }

  private static Object value(String kind, String text) {
    switch (kind) {
      case "ip":
        return IpAddress.parse(text);
      case "net":
        return text.indexOf('/') >= 0 ? Cidr.parse(text) : IpAddress.parse(text).asHost();
      case "port":
        int colon = text.indexOf(':');
        Protocol protocol = colon < 0
            ? Protocol.TCP
            : Protocol.valueOf(text.substring(0, colon).toUpperCase(java.util.Locale.ROOT));
        return new PortOf(Transport.of(protocol), Integer.parseInt(text.substring(colon + 1)));
      default:
        throw new IllegalStateException("the simulator does not know sets of " + kind);
    }
  }

  /**
   * Whether the packet is in the set.
   *
   * @param directions {@code src} or {@code dst} for each part of the type
   */
  boolean holds(Packet packet, List<String> directions) {
    if (directions.size() != kinds.size()) {
      throw new IllegalStateException(
          name + " has " + kinds.size() + " parts, but a rule asks for " + directions);
    }
    List<Object> wanted = new ArrayList<>();
    for (int i = 0; i < directions.size(); i++) {
      boolean source = source(directions.get(i));
      wanted.add(
          kinds.get(i).equals("port")
              ? new PortOf(
                  packet.transport(), source ? packet.sourcePort() : packet.destinationPort())
              : source ? packet.source() : packet.destination());
    }
    return exact.contains(wanted) || nets.stream().anyMatch(member -> covers(member, wanted));
  }

  private static boolean source(String direction) {
    if (!direction.equals("src") && !direction.equals("dst")) {
      throw new IllegalStateException("the simulator does not know the direction " + direction);
    }
    return direction.equals("src");
  }

  private static boolean covers(List<Object> member, List<Object> wanted) {
    for (int i = 0; i < member.size(); i++) {
      Object value = wanted.get(i);
      boolean same = member.get(i) instanceof Cidr cidr
          ? cidr.contains((IpAddress) value)
          : member.get(i).equals(value);
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
