package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import java.util.List;

/** What a rule does. The simulator understands every kind there is. */
public sealed interface Target {

  /** {@code -j CHAIN}, an own chain. */
  record Jump(String chain) implements Target {}

  /** {@code -g CHAIN}, an own chain. */
  record Goto(String chain) implements Target {}

  /** {@code -j RETURN}. */
  record Return() implements Target {}

  /** {@code -j ACCEPT}. */
  record Accept() implements Target {}

  /** {@code -j DROP}. */
  record Drop() implements Target {}

  /** {@code -j REJECT}, with ICMP port unreachable. */
  record Reject() implements Target {}

  /** {@code -j DNAT --to-destination ADDRESS:PORT}. */
  record Dnat(IpAddress address, int port) implements Target {}

  /** {@code -j MASQUERADE --random-fully}. */
  record Masquerade() implements Target {}

  /** {@code -j MARK --set-xmark VALUE/MASK}: clears the mask's bits, then flips the value's. */
  record SetMark(int value, int mask) implements Target {}

  /**
   * {@code -j SET --map-set NAME dirs --map-mark}: the packet gets the mark that the set has for it, if it is in the set
   * (iptables-extensions(8)). Only in the table mangle.
   *
   * @param directions such as dst,dst
   */
  record MapMark(String set, List<String> directions) implements Target {
    /** Copies the list. */
    public MapMark {
      directions = List.copyOf(directions);
    }
  }

  /** {@code -j CT --notrack} (iptables-extensions(8)). */
  record NoTrack() implements Target {}
}
