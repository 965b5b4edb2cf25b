package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.Relay;
import java.util.Optional;

/**
 * What becomes of a packet that has come to a host itself: a balancer may have its port, takes the connection and makes one
 * of its own to each of those it chooses from; else the way ends here.
 */
final class Processes {

  private final Network network;
  private final Walker walker;

  Processes(Network network, Walker walker) {
    this.network = network;
    this.walker = walker;
  }

  void take(Host host, Path path) {
    Packet packet = path.packet();
    Optional<Relay> relay =
        host.relay(packet.destination(), packet.destinationPort(), packet.transport());
    if (relay.isEmpty()) {
      walker.end(Verdict.DELIVERED, path, host.name, "", "");
      return;
    }
    if (walker.exhausted(path, host.name)) {
      return;
    }
    double share = 1.0 / relay.get().targets().size();
    for (Relay.Target target : relay.get().targets()) {
      dial(host, relay.get(), target, path.share(share));
    }
  }

  /** The target sees the host: which of its addresses is decided by the route there. */
  private void dial(Host host, Relay relay, Relay.Target target, Path path) {
    Packet taken = path.packet();
    String end = new ServiceExpectation.Target(target.address(), target.port()).toString();
    Optional<IpAddress> own = Routing.source(network, host, target.address());
    if (own.isEmpty()) {
      String reason = host.name + " has no address to reach " + end + " from";
      walker.end(Verdict.UNROUTABLE, path, host.name, "", reason);
      return;
    }
    Packet sent = new Packet(
        own.get(),
        target.address(),
        taken.transport(),
        Simulator.SOURCE_PORT,
        target.port(),
        taken.size(),
        64,
        0);
    Path on = path.instead(host.name, sent)
        .nat("relay " + end)
        .hop(
            host.name,
            () -> "balancer",
            () -> "takes " + taken.tuple() + " (" + relay.comment() + ") and connects to " + end);
    walker.leaveHost(host, on);
  }
}
