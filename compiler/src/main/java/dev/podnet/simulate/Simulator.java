package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.PodNamespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Asks a network what becomes of a packet and of the answer to it. */
public final class Simulator {

  /** The source port of a traced packet: the first of the ephemeral range of Linux (ip_local_port_range). */
  static final int SOURCE_PORT = 32768;

  /** The size of a traced packet in bytes when nobody says otherwise: small enough for every link. */
  public static final int SMALL = 60;

  private final Network network;

  /** Makes a simulator. */
  public Simulator(Network network) {
    this.network = network;
  }

  /** Who sends. */
  public sealed interface Sender {}

  /** A pod with a network of its own. */
  public record FromPod(String pod) implements Sender {}

  /** A node itself, or a pod in its network. */
  public record FromNode(String node) implements Sender {}

  /**
   * A host outside the cluster.
   *
   * @param address its address
   * @param by the node that a load balancer or a route outside sends its packet to; empty when the underlay decides
   */
  public record FromWorld(IpAddress address, Optional<String> by) implements Sender {

    /** One whose packet the underlay leads. */
    public FromWorld(IpAddress address) {
      this(address, Optional.empty());
    }
  }

  /**
   * Follows a packet and its answer.
   *
   * @param port 0 for ICMP
   * @param size of the packet in bytes, IP header included
   */
  public Trace trace(
      Sender sender, IpAddress destination, int port, Transport transport, int size) {
    return follow(sender, destination, port, transport, size, true);
  }

  /** The same without the steps in words, which is much quicker. */
  Trace ask(Sender sender, IpAddress destination, int port, Transport transport, int size) {
    return follow(sender, destination, port, transport, size, false);
  }

  private Trace follow(
      Sender sender, IpAddress destination, int port, Transport transport, int size, boolean told) {
    Optional<IpAddress> source = sourceOf(sender, destination);
    if (source.isEmpty()) {
      String reason = "the sender has no " + (destination.isV4() ? "IPv4" : "IPv6") + " address";
      return new Trace(Verdict.UNROUTABLE, List.of(), List.of(), reason);
    }
    int sourcePort = transport == Transport.ICMP ? 0 : SOURCE_PORT;
    Packet packet = new Packet(source.get(), destination, transport, sourcePort, port, size, 64, 0);
    List<Trace.Outcome> outcomes = new ArrayList<>();
    List<List<Hop>> walks = new ArrayList<>();
    for (Arrival arrival : send(sender, Path.start(packet, told))) {
      Arrival whole =
          arrival.verdict() == Verdict.DELIVERED ? andBack(sender, packet, arrival) : arrival;
      outcomes.add(outcome(arrival, whole));
      walks.add(whole.path().hopsInOrder());
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(outcomes::get, ORDER));
    Verdict worst = Verdict.DELIVERED;
    String reason = "";
    for (int i : order) {
      if (outcomes.get(i).verdict().compareTo(worst) > 0) {
        worst = outcomes.get(i).verdict();
        reason = outcomes.get(i).reason();
      }
    }
    return new Trace(
        worst, order.stream().map(outcomes::get).toList(), walks.get(order.get(0)), reason);
  }

  private static final Comparator<Trace.Outcome> ORDER = Comparator.comparing(
          (Trace.Outcome o) -> o.verdict() != Verdict.DELIVERED)
      .thenComparing(o -> -Math.round(o.probability() * 1e9))
      .thenComparing(Trace.Outcome::address)
      .thenComparing(Trace.Outcome::port);

  private List<Arrival> send(Sender sender, Path path) {
    if (sender instanceof FromPod from) {
      Host host = network.hostOf(from.pod()).orElseThrow();
      return Walker.fromPod(network, host, network.namespaceOf(from.pod()).orElseThrow(), path);
    } else if (sender instanceof FromNode from) {
      return Walker.fromHost(network, network.host(from.node()).orElseThrow(), path);
    } else if (sender instanceof FromWorld from) {
      return Walker.fromWorld(
          network, path, from.by().or(() -> network.front(path.packet().destination())));
    }
    throw new IllegalStateException("nobody sends like " + sender);
  }

  /** Whether a sender has an address of a family. */
  boolean speaks(Sender sender, IpFamily family) {
    String any = family == IpFamily.IPV4 ? "203.0.113.1" : "2001:db8::1";
    return sourceOf(sender, IpAddress.parse(any))
        .filter(a -> a.family() == family)
        .isPresent();
  }

  /** The address the kernel would choose: that of the interface the route leads out by. */
  private Optional<IpAddress> sourceOf(Sender sender, IpAddress destination) {
    IpFamily family = destination.family();
    if (sender instanceof FromPod from) {
      return network.namespaceOf(from.pod()).flatMap(n -> Proof.addressOf(n, family));
    } else if (sender instanceof FromNode from) {
      return Routing.source(network, network.host(from.node()).orElseThrow(), destination);
    }
    return Optional.of(((FromWorld) sender).address());
  }

  /** Sends the answer back, by way of each process that took the connection; the arrival is lost when the answer is. */
  private Arrival andBack(Sender sender, Packet sent, Arrival there) {
    Arrival from = there;
    while (from.path().legs() != null) {
      Path.Leg leg = from.path().legs().head();
      Arrival end = answer(from);
      if (!home(end, leg.sent()) || !end.node().equals(leg.host())) {
        return lost(end, leg.sent());
      }
      from = new Arrival(Verdict.DELIVERED, end.path().backAtProcess(), leg.host(), "", "");
    }
    boolean outside = from.node().isEmpty()
        && network.outsideKnowsPods()
        && network.isClusterAddress(from.path().packet().source());
    if (outside) {
      return from;
    }
    Arrival end = answer(from);
    return home(end, sent) ? end : lost(end, sent);
  }

  /** Where the answer to a packet ends. */
  private Arrival answer(Arrival there) {
    Path path = there.path();
    Packet answer = path.packet().answer();
    Path back = path.with(answer)
        .hop(
            there.node(),
            () -> "answer",
            () -> "the way back, " + answer.tuple() + " as the receiver sends it");
    List<Arrival> ends;
    if (!there.namespace().isEmpty()) {
      Host host = network.host(there.node()).orElseThrow();
      PodNamespace pod = host.namespace(there.namespace());
      ends = Walker.fromPod(network, host, pod, back);
    } else if (!there.node().isEmpty()) {
      ends = Walker.fromHost(network, network.host(there.node()).orElseThrow(), back);
    } else {
      ends = Walker.fromWorld(network, back, Optional.empty());
    }
    return ends.get(0);
  }

  /** Whether an answer came to whoever sent a packet, from where that was sent to. */
  private static boolean home(Arrival end, Packet sent) {
    Packet got = end.path().packet();
    return end.verdict() == Verdict.DELIVERED
        && got.destination().equals(sent.source())
        && got.destinationPort() == sent.sourcePort()
        && got.source().equals(sent.destination())
        && got.sourcePort() == sent.destinationPort();
  }

  private static Arrival lost(Arrival end, Packet sent) {
    Packet got = end.path().packet();
    String reason = end.verdict() == Verdict.DELIVERED
        ? "the answer comes from " + got.source() + " and not from " + sent.destination()
            + ", so the sender refuses it"
        : "the answer is lost: " + end.reason();
    return new Arrival(Verdict.DROPPED, end.path(), end.node(), end.namespace(), reason);
  }

  private Trace.Outcome outcome(Arrival there, Arrival whole) {
    Packet packet = there.path().packet();
    Optional<String> pod = there.namespace().isEmpty()
        ? Optional.empty()
        : network.host(there.node()).stream()
            .map(h -> h.namespace(there.namespace()).pod())
            .findFirst();
    Optional<String> node = there.node().isEmpty() ? Optional.empty() : Optional.of(there.node());
    return new Trace.Outcome(
        whole.verdict(),
        pod,
        node,
        packet.destination(),
        packet.destinationPort(),
        there.path().probability(),
        packet.source(),
        there.path().natsInOrder(),
        whole.reason());
  }
}
