package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.Hook.Base;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.PodNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows one packet and all ways it may go, until each has arrived or is lost. */
final class Walker {

  /** More steps than any sound walk has: a packet that takes more goes round in circles. */
  private static final int MAX_STEPS = 200;

  private final Network network;
  private final Wires wires;
  private final Processes processes;
  private final Tunnels tunnels;
  private final Bridges bridges;
  private final List<Arrival> arrivals = new ArrayList<>();

  Walker(Network network) {
    this.network = network;
    this.wires = new Wires(network, this);
    this.processes = new Processes(network, this);
    this.tunnels = new Tunnels(network, this);
    this.bridges = new Bridges(network, this);
  }

  /** Every end of a packet that a pod sends. */
  static List<Arrival> fromPod(Network network, Host host, PodNamespace pod, Path path) {
    Walker walker = new Walker(network);
    walker.leavePod(host, pod, path);
    return walker.arrivals;
  }

  /** Every end of a packet that a host sends. */
  static List<Arrival> fromHost(Network network, Host host, Path path) {
    Walker walker = new Walker(network);
    new OwnPackets(network, walker).leave(host, path);
    return walker.arrivals;
  }

  /** Every end of a packet that a host outside the cluster sends. */
  static List<Arrival> fromWorld(Network network, Path path, Optional<String> by) {
    Walker walker = new Walker(network);
    if (by.isPresent()) {
      walker.wires.handed(network.host(by.get()).orElseThrow(), path);
    } else {
      walker.wires.onWire(Underlay.WORLD, path, Optional.empty());
    }
    return walker.arrivals;
  }

  void end(Verdict verdict, Path path, String node, String namespace, String reason) {
    Path whole = verdict == Verdict.DELIVERED ? path : path.hop(node, verdict::word, () -> reason);
    arrivals.add(new Arrival(verdict, whole, node, namespace, reason));
  }

  boolean exhausted(Path path, String node) {
    if (path.packet().ttl() <= 0 || path.steps() > MAX_STEPS) {
      end(Verdict.DROPPED, path, node, "", "its time to live ran out: it goes round in circles");
      return true;
    }
    return false;
  }

  // --- pods

  private void leavePod(Host host, PodNamespace pod, Path path) {
    Packet packet = path.packet();
    boolean own = pod.addresses().stream().anyMatch(a -> a.address().equals(packet.destination()));
    if (own || Host.isLoopback(packet.destination())) {
      end(
          Verdict.DELIVERED,
          path.hop(
              host.name,
              () -> "pod " + pod.pod(),
              () -> "its own address: it never leaves the pod"),
          host.name,
          pod.name(),
          "");
      return;
    }
    Optional<PodRouting.Way> found = PodRouting.way(pod, packet.destination());
    Optional<Link.Veth> veth = host.vethOf(pod);
    if (found.isEmpty() || veth.isEmpty()) {
      end(
          Verdict.UNROUTABLE,
          path,
          host.name,
          pod.name(),
          pod.pod() + " has no route to " + packet.destination());
      return;
    }
    IpAddress next = found.get().next();
    if (!PodRouting.answered(network, host, pod, veth.get(), next)) {
      end(
          Verdict.UNROUTABLE,
          path,
          host.name,
          pod.name(),
          "nobody tells " + pod.pod() + " which MAC " + next + " has");
      return;
    }
    if (packet.size() > veth.get().mtu()) {
      end(
          Verdict.DROPPED,
          path,
          host.name,
          pod.name(),
          tooLarge(packet, "eth0", veth.get().mtu()));
      return;
    }
    String port = veth.get().name().value();
    Path out = path.hop(
            host.name,
            () -> "pod " + pod.pod() + " eth0",
            () -> "leaves " + packet.source() + " for " + packet.destination() + ": "
                + found.get().decided())
        .hop(
            host.name,
            () -> port,
            () -> "enters the host by this end of the veth"
                + veth.get().master().map(b -> ", a port of " + b).orElse(""))
        .by(port);
    if (veth.get().master().isEmpty()) {
      prerouting(host, veth.get().name().value(), out, Optional.empty());
      return;
    }
    InterfaceName bridge = veth.get().master().get();
    Optional<InterfaceName> gateway = host.localInterface(next);
    if (gateway.isPresent() && gateway.get().equals(bridge)) {
      prerouting(host, bridge.value(), out, Optional.empty());
    } else {
      prerouting(host, bridge.value(), out, Optional.of(bridge));
    }
  }

  void enterPod(Host host, PodNamespace pod, String from, Path path) {
    Optional<Link.Veth> veth = host.vethOf(pod);
    if (veth.isPresent() && path.packet().size() > veth.get().mtu()) {
      end(
          Verdict.DROPPED,
          path,
          host.name,
          pod.name(),
          tooLarge(path.packet(), veth.get().name().value(), veth.get().mtu()));
      return;
    }
    String port = veth.map(v -> v.name().value()).orElse(from);
    Path in = path.hop(
            host.name,
            () -> port,
            () -> veth.flatMap(Link.Veth::master).isPresent()
                ? from + " learns by " + (path.packet().destination().isV4() ? "ARP" : "NDP")
                    + " that " + path.packet().destination() + " is behind this port"
                : from + " leads into the pod")
        .hop(
            host.name,
            () -> "pod " + pod.pod() + " eth0",
            () -> "arrives from " + path.packet().source());
    end(Verdict.DELIVERED, in.by(""), host.name, pod.name(), "");
  }

  static String tooLarge(Packet packet, String link, int mtu) {
    return packet.size() + " bytes do not fit through " + link + ", whose MTU is " + mtu;
  }

  // --- a host's hooks

  /** A packet comes in; {@code bridged} is the bridge when it is only switched there. */
  void prerouting(Host host, String in, Path start, Optional<InterfaceName> bridged) {
    if (exhausted(start, host.name)) {
      return;
    }
    if (bridged.isPresent() && !asked(host, start.packet())) {
      bridges.send(host, bridged.get(), start.packet().destination(), start);
      return;
    }
    for (Tracking.Step step : new Tracking(host).enter(start, in, Base.PREROUTING)) {
      if (step.lost() != null) {
        end(step.lost(), step.path(), host.name, "", step.reason());
        continue;
      }
      route(host, in, step, bridged);
    }
  }

  /** Whether a host's rules see what its bridges switch. */
  private static boolean asked(Host host, Packet packet) {
    String key = packet.destination().isV4()
        ? "net/bridge/bridge-nf-call-iptables"
        : "net/bridge/bridge-nf-call-ip6tables";
    return host.sysctl(key).orElse("0").equals("1");
  }

  private void route(Host host, String in, Tracking.Step step, Optional<InterfaceName> bridged) {
    Packet packet = step.path().packet();
    if (Routing.martian(network, host, in, packet.source())) {
      String reason = packet.source() + " does not belong behind " + in + " (rp_filter)";
      end(Verdict.DROPPED, step.path(), host.name, "", reason);
      return;
    }
    if (host.isLocal(packet.destination())) {
      input(host, in, step);
      return;
    }
    if (bridged.isPresent() && Bridges.holds(host, bridged.get(), packet.destination())) {
      forward(
          host,
          in,
          step,
          new Routing.Exit(bridged.get(), packet.destination(), () -> "on the same bridge"),
          false);
      return;
    }
    String key =
        packet.destination().isV4() ? "net/ipv4/ip_forward" : "net/ipv6/conf/all/forwarding";
    if (!host.sysctl(key).orElse("0").equals("1")) {
      end(
          Verdict.DROPPED,
          step.path(),
          host.name,
          "",
          "the host does not forward: " + key + " is not 1");
      return;
    }
    Optional<Routing.Exit> exit = Routing.exit(network, host, packet.destination());
    if (exit.isEmpty()) {
      end(
          Verdict.UNROUTABLE,
          step.path(),
          host.name,
          "",
          host.name + " has no route to " + packet.destination());
      return;
    }
    if (exit.get().blackhole()) {
      end(Verdict.DROPPED, step.path(), host.name, "", exit.get().decided().get());
      return;
    }
    forward(host, in, step, exit.get(), true);
  }

  void input(Host host, String in, Tracking.Step step) {
    for (Tracking.Step end : new Tracking(host).filter(step, Base.INPUT, in, "")) {
      if (end.lost() != null) {
        end(end.lost(), end.path(), host.name, "", end.reason());
      } else if (!new OwnPackets(network, this).balances(host, end, b -> deliver(host, in, b))) {
        deliver(host, in, end);
      }
    }
  }

  private void deliver(Host host, String in, Tracking.Step step) {
    Path path = new Tracking(host).leaveTranslation(step).path();
    processes.take(
        host, path.hop(host.name, () -> in, () -> "an address of " + host.name + " itself"));
  }

  private void forward(
      Host host, String in, Tracking.Step step, Routing.Exit exit, boolean routed) {
    Path path = step.path();
    if (routed) {
      path = path.with(path.packet().hop());
      path = path.hop(host.name, () -> "routing", exit.decided());
    }
    for (Tracking.Step next :
        new Tracking(host).filter(step.with(path), Base.FORWARD, in, exit.dev().value())) {
      if (next.lost() != null) {
        end(next.lost(), next.path(), host.name, "", next.reason());
      } else {
        postrouting(host, in, next, exit);
      }
    }
  }

  void postrouting(Host host, String in, Tracking.Step step, Routing.Exit exit) {
    for (Tracking.Step next : new Tracking(host).leave(step, exit.dev(), in)) {
      if (next.lost() != null) {
        end(next.lost(), next.path(), host.name, "", next.reason());
      } else {
        transmit(host, exit, next.path());
      }
    }
  }

  /** A host sends a packet itself. */
  void leaveHost(Host host, Path start) {
    new OwnPackets(network, this).leave(host, start);
  }

  // --- routing and sending

  private void transmit(Host host, Routing.Exit exit, Path path) {
    if (exit.dev().equals(host.dev)) {
      wires.onWire(host.name, path, Optional.of(exit.next()));
      return;
    }
    Optional<Link> link = host.link(exit.dev());
    if (link.isEmpty()) {
      end(Verdict.DROPPED, path, host.name, "", "there is no interface " + exit.dev());
    } else if (path.packet().size() > link.get().mtu()) {
      end(
          Verdict.DROPPED,
          path,
          host.name,
          "",
          tooLarge(path.packet(), exit.dev().value(), link.get().mtu()));
    } else if (link.get() instanceof Link.Bridge bridge) {
      bridges.send(host, bridge.name(), exit.next(), path);
    } else if (link.get() instanceof Link.Dummy) {
      end(Verdict.DROPPED, path, host.name, "", exit.dev() + " carries nothing");
    } else if (link.get() instanceof Link.Vxlan vxlan) {
      tunnels.vxlan(host, vxlan, exit.next(), path);
    } else if (link.get() instanceof Link.IpTunnel tunnel) {
      tunnels.ip(host, tunnel, exit.next(), path);
    } else if (link.get() instanceof Link.WireGuard wireGuard) {
      new WireGuardWalk(network, this).send(host, wireGuard, path);
    } else if (link.get() instanceof Link.Veth veth) {
      Optional<PodNamespace> pod = host.podWith(exit.next());
      if (pod.isEmpty()) {
        end(
            Verdict.UNROUTABLE,
            path,
            host.name,
            "",
            "nobody behind " + veth.name() + " has " + exit.next());
      } else {
        enterPod(host, pod.get(), veth.name().value(), path);
      }
    } else {
      throw new IllegalStateException("the simulator does not know the link " + link.get());
    }
  }
}
