package dev.podnet.lab.rules;

import dev.podnet.net.IpAddress;

/**
 * The first packet of a connection, on a host.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param in the interface it came in by; empty where the host sends it itself
 * @param out the interface it leaves by, where that is known; else empty
 * @param mark its mark
 * @param translated whether its destination was translated
 * @param masqueraded whether its source was, here or on a host before; the address stays as it was
 */
public record Packet(
    IpAddress source,
    int sourcePort,
    IpAddress destination,
    int destinationPort,
    String protocol,
    String in,
    String out,
    int mark,
    boolean translated,
    boolean masqueraded) {

  /** A packet that nobody has touched. */
  public static Packet of(IpAddress source, IpAddress destination, int port, String protocol) {
    return new Packet(source, 40000, destination, port, protocol, "", "", 0, false, false);
  }

  /** The same as it comes in by an interface; a mark does not go over the wire. */
  public Packet in(String device) {
    return new Packet(
        source,
        sourcePort,
        destination,
        destinationPort,
        protocol,
        device,
        "",
        0,
        false,
        masqueraded);
  }

  /** The same as another host sees it that masquerade gave it the address of a host. */
  public Packet from(IpAddress address) {
    return new Packet(
        address,
        sourcePort,
        destination,
        destinationPort,
        protocol,
        in,
        out,
        mark,
        translated,
        masqueraded);
  }

  Packet in(String device, int mark, boolean translated) {
    return new Packet(
        source,
        sourcePort,
        destination,
        destinationPort,
        protocol,
        device,
        "",
        mark,
        translated,
        masqueraded);
  }

  Packet out(String device) {
    return new Packet(
        source,
        sourcePort,
        destination,
        destinationPort,
        protocol,
        in,
        device,
        mark,
        translated,
        masqueraded);
  }

  Packet mark(int value) {
    return new Packet(
        source,
        sourcePort,
        destination,
        destinationPort,
        protocol,
        in,
        out,
        value,
        translated,
        masqueraded);
  }

  Packet to(IpAddress address, int port) {
    return new Packet(
        source, sourcePort, address, port, protocol, in, out, mark, true, masqueraded);
  }

  Packet masquerade() {
    return new Packet(
        source,
        sourcePort,
        destination,
        destinationPort,
        protocol,
        in,
        out,
        mark,
        translated,
        true);
  }
}
