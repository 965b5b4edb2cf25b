package dev.podnet.plan;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.Optional;

/**
 * A route of the main table (ip-route(8)).
 *
 * @param kind what becomes of packets that take it
 * @param destination where to; a zero-length prefix is the default route
 * @param via the next hop; empty for a directly connected destination
 * @param dev the interface; empty means the host's underlay interface, whatever its name
 * @param onlink whether the next hop counts as reachable on dev although no prefix of dev holds it
 * @param learned whether a routing daemon of the host puts it in, so that the host's scripts do not; it is in the plan for
 *     those who follow packets
 * @param peer the node the destination belongs to, which does not take the route itself; empty otherwise
 * @param tunnelTo the outer destination that dev, an {@link Link.IpTunnel} without one of its own, wraps packets for;
 *     empty when dev finds it otherwise
 * @param mtu the largest packet that takes it, in bytes; empty for that of the interface
 */
public record Route(
    Kind kind,
    Cidr destination,
    Optional<IpAddress> via,
    Optional<InterfaceName> dev,
    boolean onlink,
    boolean learned,
    Optional<String> peer,
    Optional<IpAddress> tunnelTo,
    Optional<Integer> mtu) {

  /** What becomes of packets. */
  public enum Kind {
    /** They go on. */
    UNICAST,
    /** They are thrown away without a word. */
    BLACKHOLE
  }

  /** Checks that a blackhole leads nowhere. */
  public Route {
    if (kind == Kind.BLACKHOLE && (via.isPresent() || dev.isPresent() || onlink)) {
      throw new IllegalArgumentException("a blackhole has no next hop: " + destination);
    }
  }

  /** A route that the host's scripts put in and packets follow. */
  public Route(
      Cidr destination,
      Optional<IpAddress> via,
      Optional<InterfaceName> dev,
      boolean onlink,
      Optional<String> peer) {
    this(
        Kind.UNICAST,
        destination,
        via,
        dev,
        onlink,
        false,
        peer,
        Optional.empty(),
        Optional.empty());
  }

  /** A route that throws packets away. */
  public static Route blackhole(Cidr destination) {
    return new Route(
        Kind.BLACKHOLE,
        destination,
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The route through a tunnel device that needs to be told the outer destination. */
  public static Route through(
      InterfaceName tunnel, Cidr destination, IpAddress outer, Optional<String> peer) {
    return new Route(
        Kind.UNICAST,
        destination,
        Optional.empty(),
        Optional.of(tunnel),
        false,
        false,
        peer,
        Optional.of(outer),
        Optional.empty());
  }

  /** The same route for packets of at most so many bytes. */
  public Route upTo(int bytes) {
    return new Route(
        kind, destination, via, dev, onlink, learned, peer, tunnelTo, Optional.of(bytes));
  }

  /** The same route, put in by a routing daemon. */
  public Route asLearned() {
    return new Route(kind, destination, via, dev, onlink, true, peer, tunnelTo, mtu);
  }
}
