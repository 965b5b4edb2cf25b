package dev.podnet.lab.rules;

import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets as {@code ipset save} prints them (ipset(8)): of addresses, prefixes, ports and tuples of them. */
record SavedSets(Map<String, Members> sets) {

  /** A set's dimensions, such as {@code ip}, {@code port}, {@code ip}, and its members. */
  record Members(List<String> kind, List<String> entries) {}

  static SavedSets parse(String text) {
    Map<String, Members> sets = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ");
      if (words[0].equals("create")) {
        String kinds = words[2].substring(words[2].indexOf(':') + 1);
        sets.put(words[1], new Members(List.of(kinds.split(",")), new ArrayList<>()));
      } else if (words[0].equals("add")) {
        sets.get(words[1]).entries().add(words[2]);
      } else if (!line.isBlank()) {
        throw new IllegalArgumentException("not a line of ipset save: " + line);
      }
    }
    return new SavedSets(sets);
  }

  /**
   * Whether a packet is in a set.
   *
   * @param sides {@code src} or {@code dst} for each dimension
   */
  boolean holds(String name, String[] sides, Packet packet) {
    Members members = sets.get(name);
    if (members == null) {
      throw new IllegalStateException("no set " + name);
    }
    return members.entries().stream().anyMatch(e -> holds(members, e.split(","), sides, packet));
  }

  private static boolean holds(Members members, String[] parts, String[] sides, Packet packet) {
    for (int i = 0; i < members.kind().size(); i++) {
      boolean source = sides[i].equals("src");
      IpAddress address = source ? packet.source() : packet.destination();
      int port = source ? packet.sourcePort() : packet.destinationPort();
      boolean in = switch (members.kind().get(i)) {
        case "ip" -> address(parts[i], address);
        case "net" -> Way.prefix(parts[i]).contains(address);
        case "port" -> port(parts[i], port, packet.protocol());
        default -> throw new IllegalStateException("a set of " + members.kind());
      };
      if (!in) {
        return false;
      }
    }
    return true;
  }

  private static boolean address(String text, IpAddress address) {
    return Way.prefix(text).contains(address);
  }

  /** {@code tcp:80}, {@code 80} or a range of either. */
  private static boolean port(String text, int port, String protocol) {
    int colon = text.indexOf(':');
    if (colon > 0 && !text.substring(0, colon).equals(protocol)) {
      return false;
    }
    String[] ends = text.substring(colon + 1).split("-");
    return Integer.parseInt(ends[0]) <= port && port <= Integer.parseInt(ends[ends.length - 1]);
  }
}
