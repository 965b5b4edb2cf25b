package dev.podnet.lab.rules;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything on a host that a packet's way depends on, as the host itself tells it.
 *
 * @param rules what {@code iptables-save} printed, of the packet's family
 * @param sets what {@code ipset save} printed
 * @param local all addresses of the host
 * @param devices the interface that leads to a prefix, without those of its own addresses
 */
public record HostRules(
    SavedRules rules, SavedSets sets, Set<IpAddress> local, Map<Cidr, String> devices) {

  /**
   * Reads a host.
   *
   * @param routes what {@code ip route} printed
   */
  public static HostRules of(String rules, String sets, Set<IpAddress> local, String routes) {
    Map<Cidr, String> devices = new HashMap<>();
    for (String line : routes.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      int dev = words.indexOf("dev");
      if (dev > 0) {
        String all = line.contains(":") ? "::/0" : "0.0.0.0/0";
        String to = words.get(0).equals("default") ? all : words.get(0);
        devices.put(Way.prefix(to), words.get(dev + 1));
      }
    }
    return new HostRules(SavedRules.parse(rules), SavedSets.parse(sets), local, devices);
  }

  /** The interface that leads to an address; empty when there is none. */
  String device(IpAddress to) {
    return isLocal(to)
        ? "lo"
        : devices.keySet().stream()
            .filter(c -> c.family() == to.family() && c.contains(to))
            .max(Comparator.comparingInt(Cidr::length))
            .map(devices::get)
            .orElse("");
  }

  /** How a packet's way on the host ends. */
  public enum End {
    /** It is taken in by the host itself. */
    HERE,
    /** It leaves the host. */
    AWAY,
    /** It is refused with a message. */
    REJECTED,
    /** It is gone. */
    DROPPED
  }

  /**
   * One of the ends a packet may come to.
   *
   * @param hook where it was refused or dropped; else empty
   * @param probability how likely, 0 to 1
   * @param remembered the lists that {@code recent} now has the sender in
   */
  public record Outcome(
      End end, Packet packet, String hook, double probability, Set<String> remembered) {}

  /**
   * Follows a packet through all tables and hooks, once for every way that chance may choose.
   *
   * @param sent whether the host sends it itself; else it comes in
   * @param remembered the lists that {@code recent} has the sender in
   */
  public List<Outcome> follow(Packet packet, boolean sent, Set<String> remembered) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Boolean> choices = new ArrayList<>();
    while (true) {
      Way way = new Way(this, choices, remembered);
      outcomes.add(way.follow(packet, sent));
      choices = way.choices();
      while (!choices.isEmpty() && !choices.get(choices.size() - 1)) {
        choices.remove(choices.size() - 1);
      }
      if (choices.isEmpty()) {
        return outcomes;
      }
      choices.set(choices.size() - 1, false);
    }
  }

  boolean isLocal(IpAddress address) {
    return local.contains(address)
        || address.isV4() && address.toString().startsWith("127.")
        || address.toString().equals("::1");
  }
}
