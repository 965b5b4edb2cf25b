package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.FouPort;
import dev.podnet.plan.Link;
import dev.podnet.plan.Neighbour;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Wraps packets, sends the wrapping on its own way, and unwraps them where it arrives. */
final class Tunnels {

  private static final int OUTER_TTL = 64;
  private static final int UDP_HEADER = 8;
  private static final int IPV4_HEADER = 20;

  private final Network network;
  private final Walker walker;

  Tunnels(Network network, Walker walker) {
    this.network = network;
    this.walker = walker;
  }

  /** What goes on with a frame where it is unwrapped. */
  interface Taker {
    void take(Host there, Link.Vxlan device, Path carried);
  }

  /** A packet that is routed into a VXLAN device: the next hop's MAC leads to its host. */
  void vxlan(Host host, Link.Vxlan vxlan, IpAddress next, Path path) {
    Optional<Neighbour> neighbour = host.neighbour(vxlan.name(), next);
    if (neighbour.isEmpty()) {
      walker.end(
          Verdict.UNROUTABLE, path, host.name, "", "no neighbour " + next + " on " + vxlan.name());
      return;
    }
    Optional<Fdb> fdb = host.fdb(vxlan.name(), neighbour.get().mac());
    if (fdb.isEmpty()) {
      walker.end(
          Verdict.UNROUTABLE,
          path,
          host.name,
          "",
          "no forwarding entry for " + neighbour.get().mac() + " on " + vxlan.name());
      return;
    }
    Path found = path.hop(
        host.name,
        () -> vxlan.name().value(),
        () -> "the neighbour " + next + " has the MAC " + neighbour.get().mac() + " ("
            + host.place(neighbour.get()) + "), whose host is " + fdb.get().destination() + " ("
            + host.place(fdb.get()) + ")");
    frame(host, vxlan, fdb.get().destination(), found, (there, device, carried) -> {
      if (device.mac().equals(neighbour.get().mac())) {
        walker.prerouting(there, device.name().value(), carried, Optional.empty());
      } else {
        walker.end(
            Verdict.DROPPED,
            carried,
            there.name,
            "",
            device.name() + " has the MAC " + device.mac() + ", the frame is for "
                + neighbour.get().mac());
      }
    });
  }

  /** Sends a frame in VXLAN to a host. */
  void frame(Host host, Link.Vxlan vxlan, IpAddress to, Path path, Taker taker) {
    int overhead = vxlan.local().isV4() ? 50 : 70;
    Packet inner = path.packet();
    Packet outer = new Packet(
        vxlan.local(),
        to,
        Transport.UDP,
        Simulator.SOURCE_PORT,
        vxlan.port(),
        inner.size() + overhead,
        OUTER_TTL,
        inner.mark());
    Path sent = path.hop(
        host.name,
        () -> vxlan.name().value(),
        () -> "wrapped in UDP from " + outer.source() + " to " + outer.tuple().to() + ", VNI "
            + vxlan.vni() + ": " + outer.size() + " bytes instead of " + inner.size());
    carry(host, outer, sent, (there, carried) -> {
      IpAddress at = outer.destination();
      Optional<Link.Vxlan> device = there.link(
          Link.Vxlan.class,
          v -> v.vni() == vxlan.vni() && v.port() == vxlan.port() && v.local().equals(at));
      if (device.isEmpty()) {
        walker.end(
            Verdict.DROPPED,
            carried,
            there.name,
            "",
            "no VXLAN " + vxlan.vni() + " on UDP port " + vxlan.port() + " there");
        return;
      }
      taker.take(there, device.get(), unwrapped(there, device.get(), carried));
    });
  }

  /** A packet that is routed into an IP tunnel; the next hop says for whom it is wrapped. */
  void ip(Host host, Link.IpTunnel tunnel, IpAddress next, Path path) {
    Packet inner = path.packet();
    IpFamily family = inner.destination().family();
    Optional<IpAddress> to = outerDestination(tunnel, next);
    if (!tunnel.kind().carries(family) || to.isEmpty()) {
      walker.end(
          Verdict.DROPPED,
          path,
          host.name,
          "",
          tunnel.name() + " cannot send " + inner + " to " + next);
      return;
    }
    boolean v4 = family == IpFamily.IPV4;
    int protocol = v4 ? FouPort.IPV4 : FouPort.IPV6;
    int port = tunnel.fouPort().orElse(0);
    int header = tunnel.kind().outer() == IpFamily.IPV4 ? 20 : 40;
    Packet outer = new Packet(
        tunnel.local().or(() -> sourceFor(host, to.get())).orElse(to.get()),
        to.get(),
        port > 0 ? Transport.UDP : v4 ? Transport.IPIP : Transport.IPV6,
        port,
        port,
        inner.size() + header + (port > 0 ? UDP_HEADER : 0),
        OUTER_TTL,
        inner.mark());
    Path sent = path.hop(
        host.name,
        () -> tunnel.name().value(),
        () -> "wrapped in " + (port > 0 ? "UDP port " + port : "IP") + " from " + outer.source()
            + " to " + outer.destination() + ": " + outer.size() + " bytes instead of "
            + inner.size());
    carry(host, outer, sent, (there, carried) -> {
      boolean taken =
          port == 0 || there.fouPort(port).filter(p -> p.protocol() == protocol).isPresent();
      IpAddress at = outer.destination();
      Optional<Link.IpTunnel> device = there.link(
          Link.IpTunnel.class,
          t -> t.kind() == tunnel.kind() && t.local().filter(l -> !l.equals(at)).isEmpty());
      if (!taken || device.isEmpty()) {
        String lacking = taken ? "tunnel for " + outer.transport() : "FOU port " + port;
        walker.end(Verdict.DROPPED, carried, there.name, "", "no " + lacking + " on " + there.name);
        return;
      }
      walker.prerouting(
          there,
          device.get().name().value(),
          unwrapped(there, device.get(), carried),
          Optional.empty());
    });
  }

  /** A packet that IPVS wraps in IPv4 (RFC 2003) for a node, which must have a device that unwraps it. */
  void ipip(Host host, IpAddress to, Path path) {
    Packet inner = path.packet();
    Packet outer = new Packet(
        sourceFor(host, to).orElse(to),
        to,
        Transport.IPIP,
        0,
        0,
        inner.size() + IPV4_HEADER,
        OUTER_TTL,
        inner.mark());
    Path sent = path.hop(
        host.name,
        () -> "ip_vs",
        () -> "wrapped in IP from " + outer.source() + " to " + to + ": " + outer.size()
            + " bytes instead of " + inner.size());
    carry(host, outer, sent, (there, carried) -> {
      Optional<Link.IpTunnel> device = there.link(
          Link.IpTunnel.class,
          t -> t.kind() == Link.IpTunnel.Kind.IPIP
              && t.local().filter(to::equals).isPresent());
      if (device.isEmpty()) {
        String reason = "nothing unwraps IP in IP on " + there.name;
        walker.end(Verdict.DROPPED, carried, there.name, "", reason);
        return;
      }
      walker.prerouting(
          there,
          device.get().name().value(),
          unwrapped(there, device.get(), carried),
          Optional.empty());
    });
  }

  private static Optional<IpAddress> outerDestination(Link.IpTunnel tunnel, IpAddress next) {
    if (tunnel.kind() == Link.IpTunnel.Kind.SIT) {
      boolean compatible = !next.isV4() && next.high() == 0 && next.low() >>> 32 == 0;
      return compatible ? Optional.of(IpAddress.v4((int) next.low())) : Optional.empty();
    }
    return next.family() == tunnel.kind().outer() ? Optional.of(next) : Optional.empty();
  }

  /** The source that routing chooses for an outer packet. */
  Optional<IpAddress> sourceFor(Host host, IpAddress destination) {
    return Routing.exit(network, host, destination)
        .flatMap(e -> host.addressesOf(e.dev(), destination.family()).stream().findFirst());
  }

  /** The packet inside, as it leaves the device that unwraps it. */
  static Path unwrapped(Host there, Link device, Path carried) {
    return carried
        .with(carried.packet().marked(0))
        .hop(
            there.name,
            () -> device.name().value(),
            () -> "unwrapped, for " + carried.packet().destination());
  }

  /** Sends an outer packet on its own way, and hands what it carries to whoever unwraps it on the host it reaches. */
  void carry(Host host, Packet outer, Path sent, BiConsumer<Host, Path> unwrap) {
    for (Arrival arrival : network.outer(host, outer, sent.told())) {
      Path carried = sent.share(arrival.path().probability()).carriedBy(arrival.path());
      Packet came = arrival.path().packet();
      boolean there = arrival.verdict() == Verdict.DELIVERED
          && arrival.namespace().isEmpty()
          && came.destination().equals(outer.destination())
          && network.host(arrival.node()).isPresent();
      if (there) {
        unwrap.accept(network.host(arrival.node()).orElseThrow(), carried);
      } else {
        walker.end(
            arrival.verdict() == Verdict.DELIVERED ? Verdict.DROPPED : arrival.verdict(),
            carried,
            arrival.node(),
            "",
            "the tunnel's packet to " + outer.destination() + " is lost: " + arrival.reason());
      }
    }
  }
}
