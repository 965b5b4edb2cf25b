package dev.podnet.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * How far one way of a packet has come: what it looks like now, what hosts remember of it, and the steps so far. A value:
 * each step makes a new one, so ways that part do not disturb each other.
 *
 * @param packet the packet as it is now
 * @param probability its share of all that was sent, 0 to 1
 * @param connections what hosts remember, newest first
 * @param told whether the steps are wanted in words; a proof that asks millions of times does without
 * @param hops the steps, newest first; none when they are not told
 * @param steps how many there were
 * @param port the interface by which it came from a pod into the host it is on; empty when it came otherwise
 * @param nats the translations in order, newest first
 * @param legs the connections that processes took on the way and answer in their turn, newest first
 */
record Path(
    Packet packet,
    double probability,
    Linked<Connection> connections,
    boolean told,
    Linked<Hop> hops,
    int steps,
    String port,
    Linked<String> nats,
    Linked<Leg> legs) {

  /**
   * A connection that a process on a host took, to go on with one of its own.
   *
   * @param host the host
   * @param taken the packet as the process got it
   * @param sent the packet it sent instead
   */
  record Leg(String host, Packet taken, Packet sent) {}

  /** A list that shares its tail. */
  record Linked<T>(T head, Linked<T> tail) {
    static <T> Linked<T> with(T head, Linked<T> tail) {
      return new Linked<>(head, tail);
    }
  }

  static Path start(Packet packet, boolean told) {
    return new Path(packet, 1, null, told, null, 0, "", null, null);
  }

  Path with(Packet other) {
    return new Path(other, probability, connections, told, hops, steps, port, nats, legs);
  }

  Path share(double part) {
    return part == 1
        ? this
        : new Path(packet, probability * part, connections, told, hops, steps, port, nats, legs);
  }

  Path hop(String node, Supplier<String> where, Supplier<String> what) {
    Linked<Hop> more = told ? Linked.with(new Hop(node, where.get(), what.get()), hops) : null;
    return new Path(packet, probability, connections, told, more, steps + 1, port, nats, legs);
  }

  /** The same, come in by another port. */
  Path by(String otherPort) {
    return new Path(packet, probability, connections, told, hops, steps, otherPort, nats, legs);
  }

  Path nat(String what) {
    return new Path(
        packet, probability, connections, told, hops, steps, port, Linked.with(what, nats), legs);
  }

  Path remember(Connection connection) {
    return new Path(
        packet,
        probability,
        Linked.with(connection, connections),
        told,
        hops,
        steps,
        port,
        nats,
        legs);
  }

  /** The same after a process has sent another packet for the one that it got. */
  Path instead(String host, Packet other) {
    return new Path(
        other,
        probability,
        connections,
        told,
        hops,
        steps,
        "",
        nats,
        Linked.with(new Leg(host, packet, other), legs));
  }

  /** Back at the process that took the newest of the connections, where its packet had come to. */
  Path backAtProcess() {
    return new Path(
        legs.head().taken(), probability, connections, told, hops, steps, "", nats, legs.tail());
  }

  /** What another way, carrying this one, went through. */
  Path carriedBy(Path carrier) {
    Path path = this;
    for (Hop hop : carrier.hopsInOrder()) {
      path = path.hop(hop.node(), hop::where, hop::what);
    }
    return new Path(
        packet, probability, connections, told, path.hops, steps + carrier.steps, "", nats, legs);
  }

  /** What a host remembers of the connection the tuple belongs to, in either direction. */
  Connection known(String host, Packet.Tuple tuple) {
    for (Linked<Connection> each = connections; each != null; each = each.tail()) {
      Connection connection = each.head();
      if (connection.host().equals(host)
          && (connection.original().equals(tuple) || connection.answer().equals(tuple))) {
        return connection;
      }
    }
    return null;
  }

  List<Hop> hopsInOrder() {
    return inOrder(hops);
  }

  List<String> natsInOrder() {
    return inOrder(nats);
  }

  private static <T> List<T> inOrder(Linked<T> newestFirst) {
    List<T> list = new ArrayList<>();
    for (Linked<T> each = newestFirst; each != null; each = each.tail()) {
      list.add(each.head());
    }
    Collections.reverse(list);
    return list;
  }
}
