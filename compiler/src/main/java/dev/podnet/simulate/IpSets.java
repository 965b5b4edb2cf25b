package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.plan.IpSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one set, as ipset(8) reads them, by the set's type: {@code hash:} followed by any of {@code ip},
 * {@code net} and {@code port}, or {@code bitmap:port}. A type or a member of another form is an error of the compiler.
 */
final class IpSets {

  /** A port of a protocol; ipset takes TCP where none is written. */
  private record PortOf(Transport transport, int port) {}

  private static final String MARK = " skbmark 0x";

  private final String name;
  private final List<String> kinds;
  private final boolean anyProtocol;
  private final Map<List<Object>, Optional<Integer>> exact = new HashMap<>();
  private final List<List<Object>> nets = new ArrayList<>();

  IpSets(IpSet set) {
    this.name = set.name();
    this.anyProtocol = set.type().equals("bitmap:port");
    if (!anyProtocol && !set.type().startsWith("hash:")) {
      throw new IllegalStateException("the simulator does not know the set type " + set.type());
    }
    this.kinds = List.of(set.type().substring(set.type().indexOf(':') + 1).split(",", -1));
    for (String text : set.members()) {
      int more = text.indexOf(MARK);
      String member = more < 0 ? text : text.substring(0, more);
      String[] pieces = member.split(",", -1);
      if (pieces.length != kinds.size()) {
        throw new IllegalStateException(
            "'" + member + "' is no member of " + name + ", a " + set.type());
      }
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < pieces.length; i++) {
        values.add(value(kinds.get(i), pieces[i]));
      }
      if (values.stream().anyMatch(v -> v instanceof Cidr c && !single(c))) {
        nets.add(values);
      } else {
        exact.put(values, set.marks() ? Optional.of(mark(text, more)) : Optional.empty());
      }
    }
  }

  private int mark(String text, int at) {
    if (at < 0) {
      throw new IllegalStateException("'" + text + "' of " + name + " carries no mark");
    }
    return Integer.parseUnsignedInt(text.substring(at + MARK.length()), 16);
  }

  private static boolean single(Cidr cidr) {
    return cidr.length() == cidr.family().bits();
  }

  private Object value(String kind, String text) {
    switch (kind) {
      case "ip":
        return IpAddress.parse(text);
      case "net":
        return text.indexOf('/') >= 0 ? Cidr.parse(text) : IpAddress.parse(text).asHost();
      case "port":
        if (anyProtocol) {
          return Integer.valueOf(text);
        }
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
    List<Object> wanted = wanted(packet, directions);
    return exact.containsKey(wanted) || nets.stream().anyMatch(member -> covers(member, wanted));
  }

  /** The mark that the set has for the packet; empty when the packet is not in the set. */
  Optional<Integer> mark(Packet packet, List<String> directions) {
    Optional<Integer> mark = exact.get(wanted(packet, directions));
    return mark == null ? Optional.empty() : mark;
  }

  private List<Object> wanted(Packet packet, List<String> directions) {
    if (directions.size() != kinds.size()) {
      throw new IllegalStateException(
          name + " has " + kinds.size() + " parts, but a rule asks for " + directions);
    }
    List<Object> wanted = new ArrayList<>();
    for (int i = 0; i < directions.size(); i++) {
      boolean source = source(directions.get(i));
      int port = source ? packet.sourcePort() : packet.destinationPort();
      IpAddress address = source ? packet.source() : packet.destination();
      switch (kinds.get(i)) {
        case "port":
          wanted.add(anyProtocol ? port : new PortOf(packet.transport(), port));
          break;
        case "net":
          wanted.add(address.asHost());
          break;
        default:
          wanted.add(address);
      }
    }
    return wanted;
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
          ? cidr.contains((Cidr) value)
          : member.get(i).equals(value);
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
