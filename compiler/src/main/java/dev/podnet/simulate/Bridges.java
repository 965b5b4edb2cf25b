package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.PodNamespace;
import java.util.Optional;

/** Switches frames: between the ports of one bridge, and between the bridges of hosts that a VXLAN device joins. */
final class Bridges {

  private final Network network;
  private final Walker walker;

  Bridges(Network network, Walker walker) {
    this.network = network;
    this.walker = walker;
  }

  /** Whether a frame that only passes through a bridge stays on its segment. */
  static boolean holds(Host host, InterfaceName bridge, IpAddress destination) {
    return host.podWith(destination).isPresent()
        || host.connected(destination).filter(c -> c.dev().equals(bridge)).isPresent();
  }

  /** Sends a frame to whoever on the bridge's segment has an address. */
  void send(Host host, InterfaceName bridge, IpAddress next, Path path) {
    Optional<PodNamespace> pod = host.podWith(next);
    Optional<Link.Veth> veth =
        pod.flatMap(host::vethOf).filter(v -> v.master().equals(Optional.of(bridge)));
    if (veth.isPresent()) {
      boolean back = path.port().equals(veth.get().name().value());
      if (back && !veth.get().hairpin()) {
        walker.end(
            Verdict.DROPPED,
            path,
            host.name,
            "",
            veth.get().name() + " may not send back what came in by it (hairpin)");
        return;
      }
      walker.enterPod(host, pod.get(), bridge.value(), path);
      return;
    }
    Optional<Link.Vxlan> port =
        host.link(Link.Vxlan.class, v -> v.master().equals(Optional.of(bridge)));
    Optional<Host> there = port.isEmpty() ? Optional.empty() : network.holder(next);
    boolean back = port.isPresent() && path.port().equals(port.get().name().value());
    if (there.isEmpty() || back) {
      walker.end(Verdict.UNROUTABLE, path, host.name, "", "nobody on " + bridge + " has " + next);
      return;
    }
    flood(host, port.get(), there.get(), next, path);
  }

  /**
   * To a bridge on another host. Its MAC is learned from the answer to a broadcast (ARP, RFC 826; NDP, RFC 4861), which
   * the device sends to each host of its flood list; so that host must be on the list.
   */
  private void flood(Host host, Link.Vxlan port, Host there, IpAddress next, Path path) {
    Optional<Fdb> entry = host.flood(port.name(), there);
    if (entry.isEmpty()) {
      walker.end(
          Verdict.UNROUTABLE,
          path,
          host.name,
          "",
          "nobody that " + port.name() + " asks has " + next + ": no forwarding entry for all"
              + " leads to " + there.name);
      return;
    }
    if (path.packet().size() > port.mtu()) {
      walker.end(
          Verdict.DROPPED,
          path,
          host.name,
          "",
          Walker.tooLarge(path.packet(), port.name().value(), port.mtu()));
      return;
    }
    Path asked = path.hop(
        host.name,
        () -> port.name().value(),
        () -> "asks everybody on the segment for " + next + "; " + there.name + " answers, whose"
            + " host is " + entry.get().destination() + " (" + host.place(entry.get()) + ")");
    new Tunnels(network, walker)
        .frame(
            host,
            port,
            entry.get().destination(),
            asked,
            (on, device, carried) -> arrive(on, device, next, carried));
  }

  private void arrive(Host there, Link.Vxlan device, IpAddress next, Path carried) {
    if (device.master().isEmpty()) {
      walker.end(
          Verdict.DROPPED, carried, there.name, "", device.name() + " is no port of a bridge");
      return;
    }
    InterfaceName bridge = device.master().get();
    Path in = carried.by(device.name().value());
    boolean own = there.localInterface(next).equals(Optional.of(bridge));
    walker.prerouting(there, bridge.value(), in, own ? Optional.empty() : Optional.of(bridge));
  }
}
