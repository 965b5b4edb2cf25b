package dev.podnet.backends.ipvs;

import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.plan.IpSet;
import java.util.ArrayList;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Ports of the host with their marks, by protocol. */
final class PortMembers {

  /** The ports of one protocol. */
  static final class OfProtocol {
    private final SortedMap<Integer, Integer> ports = new TreeMap<>();

    /** {@code 30080 skbmark 0x75804091}. */
    IpSet marks(String name, String type, IpFamily family, String comment) {
      ArrayList<String> members = new ArrayList<>();
      ports.forEach((port, mark) -> members.add(port + Marks.text(mark)));
      return new IpSet(name, type, family, members, true, comment);
    }
  }

  private final SortedMap<Protocol, OfProtocol> protocols = new TreeMap<>();

  boolean isEmpty() {
    return protocols.isEmpty();
  }

  Set<Protocol> protocols() {
    return protocols.keySet();
  }

  void add(Protocol protocol, int port, int mark) {
    protocols.computeIfAbsent(protocol, p -> new OfProtocol()).ports.put(port, mark);
  }

  void forEach(BiConsumer<Protocol, OfProtocol> what) {
    protocols.forEach(what);
  }
}
