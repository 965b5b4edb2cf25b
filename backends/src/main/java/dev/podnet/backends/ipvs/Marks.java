package dev.podnet.backends.ipvs;

import dev.podnet.net.Protocol;
import dev.podnet.plan.Match;

/**
 * What a packet's mark says of it between its coming in and its leaving.
 *
 * <p>A set gives it to the first packet of a connection. The fourth digit from the right holds bit 14, kube-proxy's for
 * "masquerade"; the second digit is 9 in every mark of a service, so that others' marks are not taken for one. A virtual
 * server can answer to a mark instead of an address: then the upper half is a number of its own, a node port's for instance,
 * so that 0x75804091 is TCP node port 30080 (0x7580).
 */
final class Marks {

  /** In every mark: 9 in the second digit. */
  private static final int SERVICE = 0x90;

  private static final int SERVICE_MASK = 0xf0;

  /** The last digit: the protocol of a node port, 0 for addresses, this for other numbers. */
  private static final int NUMBERED = 0xf;

  private static final int LAST_DIGIT = 0xf;

  /** One thing to know about a packet. */
  enum Flag {
    /** It leaves with the node's address, whoever sent it. */
    MASQUERADE(0x4000),
    /** The same unless a pod sent it. */
    INSIDE(0x2000),
    /** From a pod or the host itself it goes to all endpoints, from others to the node's own. */
    OUTSIDE_LOCAL(0x1000),
    /** It goes to the node's own endpoints. */
    INSIDE_LOCAL(0x0800),
    /** Only some may send it. */
    RANGES(0x0400),
    /** The host itself is not one of them. */
    SHUT_HOST(0x0200),
    /** There is no endpoint, and the address is not the service's alone. */
    REFUSED(0x0100);

    private final int bit;

    Flag(int bit) {
      this.bit = bit;
    }
  }

  private Marks() {}

  /** The mark of packets to an address. */
  static int address(Flag... flags) {
    int mark = SERVICE;
    for (Flag flag : flags) {
      mark |= flag.bit;
    }
    return mark;
  }

  /** A mark with another flag. */
  static int with(int mark, Flag flag) {
    return mark | flag.bit;
  }

  /** The mark of packets to a node port. */
  static int nodePort(Protocol protocol, int port, Flag... flags) {
    return port << 16 | address(flags) | digit(protocol);
  }

  /** A mark by a number that is no node port's, 1 to 65535. */
  static int numbered(int number) {
    return number << 16 | SERVICE | NUMBERED;
  }

  private static int digit(Protocol protocol) {
    return protocol.ordinal() + 1;
  }

  /** Whether it is for a service at all. */
  static Match any() {
    return new Match.Mark(SERVICE, SERVICE_MASK, false);
  }

  /** Whether it is for none. */
  static Match none() {
    return new Match.Mark(SERVICE, SERVICE_MASK, true);
  }

  /** Whether it is for a service and has the flag. */
  static Match has(Flag flag) {
    return new Match.Mark(SERVICE | flag.bit, SERVICE_MASK | flag.bit, false);
  }

  /** The same at an address of the service's own. */
  static Match atAddress(Flag flag) {
    return new Match.Mark(SERVICE | flag.bit, SERVICE_MASK | LAST_DIGIT | flag.bit, false);
  }

  /** The same at a node port. */
  static Match atNodePort(Flag flag, Protocol protocol) {
    return new Match.Mark(
        SERVICE | flag.bit | digit(protocol), SERVICE_MASK | LAST_DIGIT | flag.bit, false);
  }

  /** As a member of a set carries it. */
  static String text(int mark) {
    return " skbmark 0x" + Integer.toHexString(mark);
  }
}
