package dev.podnet.simulate;

import dev.podnet.net.IpAddress;

/**
 * A packet's header, and what the kernel remembers about it on one host.
 *
 * @param source who it says it is from
 * @param destination where it goes
 * @param transport what it carries
 * @param sourcePort 1 to 65535, 0 for what has no ports
 * @param destinationPort 1 to 65535, 0 for what has no ports
 * @param size its length in bytes with the IP header
 * @param ttl hops it may still make
 * @param mark the netfilter mark (skb->mark)
 */
public record Packet(
    IpAddress source,
    IpAddress destination,
    Transport transport,
    int sourcePort,
    int destinationPort,
    int size,
    int ttl,
    int mark) {

  /** Whether another packet is the same in all. */
  boolean same(Packet that) {
    return size == that.size
        && ttl == that.ttl
        && mark == that.mark
        && sourcePort == that.sourcePort
        && destinationPort == that.destinationPort
        && transport == that.transport
        && source.equals(that.source)
        && destination.equals(that.destination);
  }

  /** The same packet from another source. */
  public Packet from(IpAddress address, int port) {
    return new Packet(address, destination, transport, port, destinationPort, size, ttl, mark);
  }

  /** The same packet to another destination. */
  public Packet to(IpAddress address, int port) {
    return new Packet(source, address, transport, sourcePort, port, size, ttl, mark);
  }

  /** The same packet with another mark. */
  public Packet marked(int other) {
    return new Packet(
        source, destination, transport, sourcePort, destinationPort, size, ttl, other);
  }

  /** The same packet one hop later. */
  public Packet hop() {
    return new Packet(
        source, destination, transport, sourcePort, destinationPort, size, ttl - 1, mark);
  }

  /** The answer to it, as its receiver sends it: ends swapped, a fresh TTL, no mark. */
  public Packet answer() {
    return new Packet(destination, source, transport, destinationPort, sourcePort, size, 64, 0);
  }

  /** The connection it belongs to, in the direction it goes. */
  public Tuple tuple() {
    return new Tuple(source, sourcePort, destination, destinationPort, transport);
  }

  /**
   * One direction of a connection, as connection tracking keeps it.
   *
   * @param source from
   * @param sourcePort from this port
   * @param destination to
   * @param destinationPort to this port
   * @param transport the protocol
   */
  public record Tuple(
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort,
      Transport transport) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Tuple that
          && sourcePort == that.sourcePort
          && destinationPort == that.destinationPort
          && transport == that.transport
          && source.equals(that.source)
          && destination.equals(that.destination);
    }

    @Override
    public int hashCode() {
      int ends = source.hashCode() * 31 + destination.hashCode();
      return (ends * 31 + sourcePort) * 31 + destinationPort;
    }

    /** Its source, with its port where it has one. */
    String from() {
      return end(source, sourcePort);
    }

    /** Its destination, with its port where it has one. */
    String to() {
      return end(destination, destinationPort);
    }

    private static String end(IpAddress address, int port) {
      return port == 0
          ? address.toString()
          : new ServiceExpectation.Target(address, port).toString();
    }

    /** Both ends. */
    @Override
    public String toString() {
      return from() + " -> " + to();
    }

    /** The other direction. */
    public Tuple reversed() {
      return new Tuple(destination, destinationPort, source, sourcePort, transport);
    }
  }

  @Override
  public String toString() {
    return transport.hasPorts()
        ? source + ":" + sourcePort + " -> " + destination + ":" + destinationPort + " " + transport
        : source + " -> " + destination + " " + transport;
  }
}
