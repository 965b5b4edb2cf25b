package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.Hook.Base;
import dev.podnet.plan.VirtualServer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Packets that a host sends itself, and those that IPVS on it sends on, which leave the same way. */
final class OwnPackets {

  private final Network network;
  private final Walker walker;
  private final Tunnels tunnels;

  OwnPackets(Network network, Walker walker) {
    this.network = network;
    this.walker = walker;
    this.tunnels = new Tunnels(network, walker);
  }

  /** The host sends a packet. */
  void leave(Host host, Path start) {
    if (walker.exhausted(start, host.name)) {
      return;
    }
    Path path = start.hop(
        host.name,
        () -> "host",
        () -> host.name + " sends it from " + start.packet().source());
    String first = device(host, path.packet().destination());
    for (Tracking.Step step : new Tracking(host).enter(path, first, Base.OUTPUT)) {
      if (step.lost() != null) {
        lost(host, step);
      } else if (!balances(host, step, b -> send(host, b, first))) {
        send(host, step, first);
      }
    }
  }

  private String device(Host host, IpAddress destination) {
    return Routing.exit(network, host, destination).map(e -> e.dev().value()).orElse("lo");
  }

  private void lost(Host host, Tracking.Step step) {
    walker.end(step.lost(), step.path(), host.name, "", step.reason());
  }

  /** The rest of OUTPUT, routing and POSTROUTING. */
  private void send(Host host, Tracking.Step step, String first) {
    IpAddress destination = step.path().packet().destination();
    for (Tracking.Step next : new Tracking(host).filter(step, Base.OUTPUT, "", first)) {
      if (next.lost() != null) {
        lost(host, next);
      } else if (host.isLocal(destination)) {
        loopback(host, next);
      } else {
        Optional<Routing.Exit> exit = Routing.exit(network, host, destination);
        if (exit.isEmpty()) {
          String reason = host.name + " has no route to " + destination;
          walker.end(Verdict.UNROUTABLE, next.path(), host.name, "", reason);
        } else if (exit.get().blackhole()) {
          String reason = exit.get().decided().get();
          walker.end(Verdict.DROPPED, next.path(), host.name, "", reason);
        } else {
          Path routed = next.path().hop(host.name, () -> "routing", exit.get().decided());
          walker.postrouting(host, "", next.with(routed), exit.get());
        }
      }
    }
  }

  /** To an address of its own: out by lo, through POSTROUTING, and in again by it as the same connection. */
  private void loopback(Host host, Tracking.Step step) {
    for (Tracking.Step next : new Tracking(host).leave(step, Host.LOOPBACK, "")) {
      if (next.lost() != null) {
        lost(host, next);
      } else {
        walker.input(host, Host.LOOPBACK.value(), next);
      }
    }
  }

  /**
   * Asks IPVS, which is behind filter INPUT and, for packets of the host itself, between nat OUTPUT and filter OUTPUT
   * (net/netfilter/ipvs/ip_vs_core.c). What it sends to another host passes all of OUTPUT, then POSTROUTING, and never
   * FORWARD; it is a connection's first packet alone that may choose. Every scheduler gives each real server its share, as far
   * as one can say of clients that nobody knows yet.
   *
   * @param stays takes what goes to an address of the host itself
   * @return whether it took the packet
   */
  boolean balances(Host host, Tracking.Step step, Consumer<Tracking.Step> stays) {
    if (step.connection() != null || step.entered() == null || step.balanced()) {
      return false;
    }
    Packet packet = step.path().packet();
    Optional<VirtualServer> found = host.virtualServer(packet);
    if (found.isEmpty()) {
      return false;
    }
    VirtualServer server = found.get();
    List<VirtualServer.RealServer> servers = host.realServers(server);
    double total = servers.stream().mapToInt(VirtualServer.RealServer::weight).sum();
    if (servers.isEmpty()) {
      String reason = "the virtual server of " + server.comment() + " has no real server";
      walker.end(Verdict.REJECTED, step.path(), host.name, "", reason);
    }
    for (VirtualServer.RealServer real : servers) {
      if (real.forwarding() == VirtualServer.Forwarding.TUNNEL) {
        wrap(host, step.path().share(real.weight() / total), server, real);
        continue;
      }
      if (real.forwarding() != VirtualServer.Forwarding.MASQUERADE) {
        throw new IllegalStateException("the simulator does not know " + real.forwarding());
      }
      String target = new ServiceExpectation.Target(real.address(), real.port()).toString();
      Path path = step.path()
          .share(real.weight() / total)
          .with(packet.to(real.address(), real.port()).hop())
          .hop(
              host.name,
              () -> "ip_vs",
              () -> server.comment() + " in " + host.place(server) + ", " + server.scheduler()
                  + ": to " + target)
          .nat("dnat " + target);
      send(host, step.balanced(path), stays);
    }
    return true;
  }

  /** Wraps a packet as it is for another node, which unwraps it and finds an endpoint of its own. */
  private void wrap(Host host, Path path, VirtualServer server, VirtualServer.RealServer real) {
    Packet inner = path.packet().hop();
    tunnels.ipip(
        host,
        real.address(),
        path.with(inner)
            .hop(
                host.name,
                () -> "ip_vs",
                () -> server.comment() + " in " + host.place(server) + ", " + server.scheduler()
                    + ": wrapped for " + real.address() + ", which is to answer"));
  }

  private void send(Host host, Tracking.Step step, Consumer<Tracking.Step> stays) {
    IpAddress destination = step.path().packet().destination();
    if (host.isLocal(destination)) {
      stays.accept(step);
    } else if (Host.isLoopback(step.path().packet().source())) {
      String reason = "IPVS sends no packet from a loopback address to another host";
      walker.end(Verdict.DROPPED, step.path(), host.name, "", reason);
    } else if (!host.sysctl("net/ipv4/vs/conntrack").orElse("0").equals("1")) {
      // It leaves untracked, so that no rule of the nat table sees it; the answer finds its way by
      // IPVS alone.
      send(host, new Tracking(host).leaveTranslation(step), device(host, destination));
    } else {
      String device = device(host, destination);
      for (Tracking.Step next : new Tracking(host).again(step, device)) {
        if (next.lost() != null) {
          lost(host, next);
        } else {
          send(host, next, device);
        }
      }
    }
  }
}
