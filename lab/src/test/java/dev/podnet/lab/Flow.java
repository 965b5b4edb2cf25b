package dev.podnet.lab;

import dev.podnet.net.IpAddress;
import dev.podnet.simulate.Network;
import dev.podnet.simulate.Simulator;
import dev.podnet.simulate.Trace;
import dev.podnet.simulate.Transport;

/**
 * One flow, as the simulator and as the lab are asked about it.
 *
 * @param title in words
 * @param sender who sends, for the simulator
 * @param from the same for the lab: {@code n1}, {@code n1/default.web-1}, {@code world}
 * @param to where to
 * @param port the port; 0 for a ping
 * @param kind what is sent
 * @param sticky whether a client may stay with one of several endpoints
 */
record Flow(
    String title,
    Simulator.Sender sender,
    String from,
    IpAddress to,
    int port,
    Probe.Kind kind,
    boolean sticky) {

  /** What the simulator says. */
  Trace trace(Network network) {
    Transport transport = kind == Probe.Kind.PING ? Transport.ICMP : Transport.valueOf(kind.name());
    return new Simulator(network).trace(sender, to, port, transport, Simulator.SMALL);
  }

  /** The packets to send. */
  Probe probe(int times) {
    return switch (kind) {
      case TCP -> Probe.tcp(from, to, port).times(times);
      case UDP -> Probe.udp(from, to, port).times(times);
      case PING -> Probe.ping(from, to).times(times);
      case DNS -> throw new IllegalStateException("the simulator is not asked about names");
    };
  }

  @Override
  public String toString() {
    return title + ": " + kind + " from " + from + " to " + to + (port == 0 ? "" : " port " + port);
  }
}
