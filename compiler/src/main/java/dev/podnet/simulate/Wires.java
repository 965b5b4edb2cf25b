package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import java.util.Optional;

/** The underlay's part of a walk: segments, and the routers between them. */
final class Wires {

  private final Network network;
  private final Walker walker;

  Wires(Network network, Walker walker) {
    this.network = network;
    this.walker = walker;
  }

  /** A packet on the segment of a sender, for the next hop there, or for whoever routing finds (from the world). */
  void onWire(String sender, Path path, Optional<IpAddress> nextHop) {
    Packet packet = path.packet();
    Optional<Underlay.Wire> at = network.underlay().wireOf(sender);
    if (at.isEmpty()) {
      walker.end(Verdict.UNROUTABLE, path, sender, "", sender + " is on no segment");
      return;
    }
    Underlay.Wire wire = at.get();
    if (packet.size() > wire.mtu()) {
      walker.end(
          Verdict.DROPPED,
          path,
          sender,
          "",
          Walker.tooLarge(packet, "segment " + wire.name(), wire.mtu()));
      return;
    }
    IpAddress next = nextHop.orElse(packet.destination());
    boolean implicit = wire.cidrs().isEmpty();
    if (nextHop.isEmpty() && !implicit && !network.underlay().onLink(wire, next)) {
      next = wire.gateways().stream()
          .filter(g -> g.family() == packet.destination().family())
          .findFirst()
          .orElse(null);
    }
    IpAddress hop = next;
    if (next == null) {
      walker.end(
          Verdict.UNROUTABLE,
          path,
          "",
          "",
          "segment " + wire.name() + " has no gateway to " + packet.destination());
      return;
    }
    Path on = path.by("").hop("", () -> "segment " + wire.name(), () -> "to " + hop);
    boolean unknownWay = implicit && network.routerHop(next).isPresent();
    if (wire.gateways().contains(next) || unknownWay) {
      router(wire, on);
      return;
    }
    Optional<String> owner = network.underlay().hostOf(next);
    if (owner.isPresent() && network.underlay().wireOf(owner.get()).equals(Optional.of(wire))) {
      Host host = network.host(owner.get()).orElseThrow();
      walker.prerouting(host, host.dev.value(), on.with(on.packet().marked(0)), Optional.empty());
      return;
    }
    boolean unknown = owner.isEmpty() && !network.isClusterAddress(next);
    if (unknown && (implicit || network.underlay().onLink(wire, next))) {
      outside(on);
      return;
    }
    walker.end(
        Verdict.UNROUTABLE,
        on,
        "",
        "",
        "nobody on segment " + wire.name() + " answers for " + next);
  }

  /** A packet that a load balancer, or a route outside the cluster, hands to a node. */
  void handed(Host host, Path path) {
    Path on = path.by("")
        .hop(
            "",
            () -> "outside",
            () -> path.packet().destination() + " is led to " + host.name
                + ", as a load balancer or a route may choose");
    walker.prerouting(host, host.dev.value(), on, Optional.empty());
  }

  private void router(Underlay.Wire from, Path path) {
    Packet packet = path.packet().hop();
    Optional<IpAddress> handed = network.routerHop(packet.destination());
    IpAddress next = handed.orElse(packet.destination());
    Optional<Underlay.Wire> to = network
        .underlay()
        .wireHolding(next)
        .or(() ->
            handed.isPresent() && from.cidrs().isEmpty() ? Optional.of(from) : Optional.empty());
    Path routed = path.with(packet)
        .hop(
            "",
            () -> "router",
            () -> handed.map(h -> "its table says: via " + h).orElse("between segments"));
    if (walker.exhausted(routed, "")) {
      return;
    }
    if (to.isEmpty()) {
      if (network.isClusterAddress(packet.destination())) {
        walker.end(
            Verdict.UNROUTABLE,
            routed,
            "",
            "",
            "the underlay's router knows no route to " + packet.destination());
      } else {
        outside(routed);
      }
      return;
    }
    if (!network.underlay().joined(from, to.get())) {
      walker.end(
          Verdict.UNROUTABLE,
          routed,
          "",
          "",
          "no router joins " + from.name() + " and " + to.get().name());
      return;
    }
    if (packet.size() > to.get().mtu()) {
      walker.end(
          Verdict.DROPPED,
          routed,
          "",
          "",
          Walker.tooLarge(packet, "segment " + to.get().name(), to.get().mtu()));
      return;
    }
    Optional<String> owner = network.underlay().hostOf(next);
    if (owner.isEmpty()) {
      outside(routed);
      return;
    }
    Host host = network.host(owner.get()).orElseThrow();
    Path on = routed.hop("", () -> "segment " + to.get().name(), () -> "to " + next);
    walker.prerouting(host, host.dev.value(), on.with(on.packet().marked(0)), Optional.empty());
  }

  private void outside(Path path) {
    walker.end(
        Verdict.DELIVERED,
        path.hop("", () -> "outside", () -> "reaches " + path.packet().destination()),
        "",
        "",
        "");
  }
}
