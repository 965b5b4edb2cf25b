package dev.podnet.backends.ipvs;

import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.IpSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The members of a set, sorted by address and port. */
final class Members {

  private record Key(IpAddress address, String port, String rest) {}

  private static final Comparator<Key> ORDER = Comparator.comparing(Key::address)
      .thenComparing(k -> k.port().length())
      .thenComparing(Key::port)
      .thenComparing(Key::rest);

  private final SortedMap<Key, String> members = new TreeMap<>(ORDER);

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** {@code 10.96.0.20}. */
  void add(IpAddress address) {
    put(address, "", "", "");
  }

  /** {@code 10.244.0.2,10.244.0.2}. */
  void addWithItself(IpAddress address) {
    put(address, "", "," + address, "");
  }

  /** {@code 10.96.0.20,tcp:80 skbmark 0x2090}. */
  void add(IpAddress address, Service.Port port, int mark) {
    put(address, portOf(port), "", Marks.text(mark));
  }

  /** {@code 203.0.113.5,tcp:80,192.168.0.0/16}. */
  void add(IpAddress address, Service.Port port, Cidr source) {
    boolean host = source.length() == source.family().bits();
    put(address, portOf(port), "," + (host ? source.network() : source), "");
  }

  private static String portOf(Service.Port port) {
    return "," + port.protocol().lowerName() + ":" + port.number();
  }

  private void put(IpAddress address, String port, String rest, String more) {
    members.putIfAbsent(new Key(address, port, rest), address + port + rest + more);
  }

  /** The set of these members. */
  IpSet set(String name, String type, IpFamily family, String comment) {
    return new IpSet(name, type, family, new ArrayList<>(members.values()), comment);
  }

  /** The set of these members, which carry marks. */
  IpSet marks(String name, String type, IpFamily family, String comment) {
    List<String> all = new ArrayList<>(members.values());
    return new IpSet(name, type, family, all, true, comment);
  }
}
