package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Route;
import java.util.Optional;
import java.util.function.Supplier;

/** The routing decision of a host: the longest prefix wins, whoever it is from. */
final class Routing {

  private Routing() {}

  /**
   * Where routing sends a packet.
   *
   * @param dev the interface
   * @param next the next hop; for a tunnel that is told the outer destination by the route, that
   * @param blackhole whether the route throws it away instead
   * @param decided what decided, in words
   */
  record Exit(InterfaceName dev, IpAddress next, boolean blackhole, Supplier<String> decided) {

    Exit(InterfaceName dev, IpAddress next, Supplier<String> decided) {
      this(dev, next, false, decided);
    }
  }

  /**
   * Whether a host takes a packet that comes in by an interface to be from somebody else: with the strict reverse path
   * filter, which only IPv4 has, the way back must lead out of the same interface
   * (linux/Documentation/networking/ip-sysctl.rst, rp_filter).
   */
  static boolean martian(Network network, Host host, String in, IpAddress source) {
    return source.isV4()
        && host.filtersPaths
        && host.sysctl("net/ipv4/conf/" + in + "/rp_filter").orElse("0").equals("1")
        && exit(network, host, source)
            .filter(e -> !e.blackhole() && e.dev().value().equals(in))
            .isEmpty();
  }

  /** The address a host sends from when nobody says which: that of the interface the route leads out by. */
  static Optional<IpAddress> source(Network network, Host host, IpAddress destination) {
    if (host.isLocal(destination)) {
      return Optional.of(destination);
    }
    InterfaceName dev = exit(network, host, destination).map(Exit::dev).orElse(host.dev);
    return host.sourcesOn(dev, destination).stream()
        .findFirst()
        .or(() -> host.addressesOf(host.dev, destination.family()).stream().findFirst());
  }

  /** The route of a host to an address: connected prefixes, the plan's routes, the underlay's prefix, the default. */
  static Optional<Exit> exit(Network network, Host host, IpAddress destination) {
    Optional<Host.Connected> connected = host.connected(destination);
    Optional<Route> route = host.route(destination);
    int connectedLength = connected.map(c -> c.network().length()).orElse(-1);
    int routeLength = route.map(r -> r.destination().length()).orElse(-1);
    Optional<Underlay.Wire> wire = network.underlay().wireOf(host.name);
    if (connectedLength >= routeLength && connectedLength >= 0) {
      InterfaceName dev = connected.orElseThrow().dev();
      return Optional.of(new Exit(
          dev, destination, () -> connected.get().network() + " dev " + dev + ", connected"));
    }
    if (routeLength > 0) {
      Route found = route.orElseThrow();
      if (found.kind() == Route.Kind.BLACKHOLE) {
        return Optional.of(new Exit(
            Host.LOOPBACK,
            destination,
            true,
            () -> "blackhole " + found.destination() + " in " + host.place(found)));
      }
      InterfaceName dev = found.dev().orElse(host.dev);
      Supplier<String> text =
          () -> found.destination() + found.via().map(v -> " via " + v).orElse("")
              + found.tunnelTo().map(t -> " to " + t).orElse("") + " dev " + dev
              + (found.onlink() ? " onlink" : "")
              + (found.learned() ? ", learned by BGP" : " in " + host.place(found));
      return Optional.of(new Exit(dev, found.tunnelTo().or(found::via).orElse(destination), text));
    }
    if (wire.isPresent() && network.underlay().onLink(wire.get(), destination)) {
      return Optional.of(new Exit(
          host.dev,
          destination,
          () -> destination + " is on segment " + wire.get().name()));
    }
    Optional<IpAddress> gateway = wire.flatMap(w ->
        w.gateways().stream().filter(g -> g.family() == destination.family()).findFirst());
    if (gateway.isEmpty() && wire.isPresent() && wire.get().cidrs().isEmpty()) {
      // Nothing is said about the underlay: the host's own default route leads out.
      return Optional.of(
          new Exit(host.dev, destination, () -> "the host's own default route dev " + host.dev));
    }
    return gateway.map(g -> new Exit(host.dev, g, () -> "default via " + g + " dev " + host.dev));
  }
}
