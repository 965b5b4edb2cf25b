package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.Link;
import dev.podnet.plan.Neighbour;
import java.util.Optional;

/** Wraps packets, sends the wrapping on its own way, and unwraps them where it arrives. */
final class Tunnels {

  private final Network network;
  private final Walker walker;

  Tunnels(Network network, Walker walker) {
    this.network = network;
    this.walker = walker;
  }

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
    int overhead = vxlan.local().isV4() ? 50 : 70;
    Packet inner = path.packet();
    Packet outer = new Packet(
        vxlan.local(),
        fdb.get().destination(),
        Transport.UDP,
        Simulator.SOURCE_PORT,
        vxlan.port(),
        inner.size() + overhead,
        64,
        inner.mark());
    Path wrapped = path.hop(
        host.name,
        () -> vxlan.name().value(),
        () -> "the neighbour " + next + " has the MAC " + neighbour.get().mac() + " ("
            + host.place(neighbour.get()) + "), whose host is " + fdb.get().destination() + " ("
            + host.place(fdb.get()) + ")");
    Path sent = wrapped.hop(
        host.name,
        () -> vxlan.name().value(),
        () -> "wrapped in UDP from " + outer.source() + " to " + outer.tuple().to() + ", VNI "
            + vxlan.vni() + ": " + outer.size() + " bytes instead of " + inner.size());

    for (Arrival arrival : Walker.fromHost(network, host, Path.start(outer, path.told()))) {
      Path carried = sent.share(arrival.path().probability()).carriedBy(arrival.path());
      unwrap(vxlan, neighbour.get(), outer, arrival, carried);
    }
  }

  private void unwrap(
      Link.Vxlan from, Neighbour neighbour, Packet outer, Arrival arrival, Path carried) {
    if (arrival.verdict() != Verdict.DELIVERED || !arrival.namespace().isEmpty()) {
      walker.end(
          arrival.verdict() == Verdict.DELIVERED ? Verdict.DROPPED : arrival.verdict(),
          carried,
          arrival.node(),
          "",
          "the tunnel's packet to " + outer.destination() + " is lost: " + arrival.reason());
      return;
    }
    Host there = network.host(arrival.node()).orElse(null);
    Optional<Link.Vxlan> device = there == null
        ? Optional.empty()
        : there.vxlan(from.vni(), from.port(), arrival.path().packet().destination());
    if (device.isEmpty()) {
      walker.end(
          Verdict.DROPPED,
          carried,
          arrival.node(),
          "",
          "no VXLAN " + from.vni() + " on UDP port " + from.port() + " there");
      return;
    }
    if (!device.get().mac().equals(neighbour.mac())) {
      walker.end(
          Verdict.DROPPED,
          carried,
          arrival.node(),
          "",
          device.get().name() + " has the MAC " + device.get().mac() + ", the frame is for "
              + neighbour.mac());
      return;
    }
    Path in = carried
        .with(carried.packet().marked(0))
        .hop(
            there.name,
            () -> device.get().name().value(),
            () -> "unwrapped, for " + carried.packet().destination());
    walker.prerouting(there, device.get().name().value(), in, Optional.empty());
  }
}
