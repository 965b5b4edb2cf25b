package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.Link;
import dev.podnet.plan.WireGuardPeer;
import java.util.Optional;

/**
 * A packet's way through a WireGuard tunnel: its destination picks the peer, and the peer takes it when its source is one
 * of the sender's prefixes (WireGuard, "Cryptokey Routing").
 */
final class WireGuardWalk {

  /** Type, receiver and counter before, the authenticator behind the payload (WireGuard protocol, "data message"). */
  private static final int MESSAGE = 32;

  private static final int UDP_HEADER = 8;
  private static final int PADDING = 16;
  private static final int OUTER_TTL = 64;

  private final Network network;
  private final Walker walker;

  WireGuardWalk(Network network, Walker walker) {
    this.network = network;
    this.walker = walker;
  }

  void send(Host host, Link.WireGuard link, Path path) {
    Packet inner = path.packet();
    Optional<WireGuardPeer> peer = host.wireGuardPeer(link.name(), inner.destination());
    if (peer.isEmpty()) {
      walker.end(
          Verdict.UNROUTABLE,
          path,
          host.name,
          "",
          "no peer of " + link.name() + " has " + inner.destination());
      return;
    }
    IpAddress to = peer.get().endpoint();
    Tunnels tunnels = new Tunnels(network, walker);
    int padded = Math.min(link.mtu(), (inner.size() + PADDING - 1) / PADDING * PADDING);
    Packet outer = new Packet(
        tunnels.sourceFor(host, to).orElse(to),
        to,
        Transport.UDP,
        link.port(),
        peer.get().port(),
        padded + MESSAGE + UDP_HEADER + (to.isV4() ? 20 : 40),
        OUTER_TTL,
        0);
    Path sent = path.hop(
        host.name,
        () -> link.name().value(),
        () -> "encrypted for " + peer.get().node() + " (" + host.place(peer.get()) + ") in UDP to "
            + outer.tuple().to() + ": " + outer.size() + " bytes instead of " + inner.size());
    tunnels.carry(
        host, outer, sent, (there, carried) -> receive(host, link, peer.get(), there, carried));
  }

  private void receive(
      Host from, Link.WireGuard link, WireGuardPeer peer, Host there, Path carried) {
    Optional<Link.WireGuard> device =
        there.link(Link.WireGuard.class, w -> w.port() == peer.port());
    String reason = refusal(from, link, peer, there, device, carried.packet().source());
    if (!reason.isEmpty()) {
      walker.end(Verdict.DROPPED, carried, there.name, "", reason);
      return;
    }
    walker.prerouting(
        there,
        device.get().name().value(),
        Tunnels.unwrapped(there, device.get(), carried),
        Optional.empty());
  }

  /** Why a packet is not taken; empty when it is. */
  private static String refusal(
      Host from,
      Link.WireGuard link,
      WireGuardPeer peer,
      Host there,
      Optional<Link.WireGuard> device,
      IpAddress source) {
    if (device.isEmpty()) {
      return "nothing listens on UDP port " + peer.port() + " of " + there.name;
    }
    if (!there.name.equals(peer.node()) || !device.get().publicKey().equals(peer.publicKey())) {
      return there.name + " has not the key of the peer " + peer.node();
    }
    Optional<WireGuardPeer> back = there.wireGuardPeer(device.get().name(), source);
    boolean known = back.isPresent()
        && back.get().node().equals(from.name)
        && back.get().publicKey().equals(link.publicKey());
    return known ? "" : there.name + " takes nothing from " + source + " by " + from.name;
  }
}
