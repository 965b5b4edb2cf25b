package dev.podnet.simulate;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves that a host port leads to its pod: asked at the addresses of its node from outside, where the pod sees who asks, from
 * the node, from the pod itself, and from another node. Ports that several want, which checks report, are left out.
 */
final class HostPortProof {

  /** A port of a node. */
  private record Door(String node, Protocol protocol, int number) {}

  /** Whose it is. */
  private record Wanted(Pod pod, Pod.Port port) {}

  private final Cluster cluster;
  private final Network network;
  private final Findings findings;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Set<IpAddress> ofServices = new HashSet<>();
  private final Set<Door> nodePorts = new HashSet<>();

  HostPortProof(Cluster cluster, Network network, Findings findings) {
    this.cluster = cluster;
    this.network = network;
    this.findings = findings;
    cluster.nodes().forEach(n -> nodes.put(n.name(), n));
    for (Service service : cluster.services()) {
      service.externalIps().forEach(ip -> ofServices.add(ip.value()));
      service.loadBalancerIps().forEach(ip -> ofServices.add(ip.value()));
      for (Service.Port port : service.ports()) {
        port.nodePort()
            .ifPresent(number -> nodePorts.add(new Door("", port.protocol(), number.value())));
      }
    }
  }

  void prove() {
    Map<Door, Optional<Wanted>> doors = new LinkedHashMap<>();
    for (Pod pod : cluster.pods()) {
      boolean host = pod.network() == Pod.Network.HOST;
      if (pod.node().isPresent()) {
        for (Pod.Container container : pod.containers()) {
          for (Pod.Port port : container.ports()) {
            int number = port.hostPort().orElse(host ? port.number() : 0);
            Door door = new Door(pod.node().get(), port.protocol(), number);
            Optional<Wanted> wanted =
                pod.wired() ? Optional.of(new Wanted(pod, port)) : Optional.empty();
            doors.merge(door, wanted, (a, b) -> Optional.empty());
          }
        }
      }
    }
    doors.forEach((door, wanted) -> {
      boolean free = !nodePorts.contains(new Door("", door.protocol(), door.number()));
      if (door.number() != 0 && free) {
        wanted.ifPresent(w -> ask(door, w));
      }
    });
  }

  private void ask(Door door, Wanted wanted) {
    Node node = nodes.get(door.node());
    for (Located<IpAddress> located : node.addresses()) {
      IpAddress address = located.value();
      boolean there = wanted.port().hostIp().map(address::equals).orElse(true)
          && wanted.pod().ips().stream().anyMatch(ip -> ip.value().family() == address.family())
          && !ofServices.contains(address);
      if (there) {
        Optional<IpAddress> world = network.underlay().worldAddress(address.family());
        world.ifPresent(
            w -> check(new Simulator.FromWorld(w, Optional.empty()), address, door, wanted, world));
        check(new Simulator.FromNode(node.name()), address, door, wanted, Optional.empty());
        check(
            new Simulator.FromPod(wanted.pod().ref().toString()),
            address,
            door,
            wanted,
            Optional.empty());
        Host host = network.host(node.name()).orElseThrow();
        Host other = network.behind(host);
        if (other != host && nodes.get(other.name).address(address.family()).isPresent()) {
          check(new Simulator.FromNode(other.name), address, door, wanted, Optional.empty());
        }
      }
    }
  }

  private void check(
      Simulator.Sender sender,
      IpAddress address,
      Door door,
      Wanted wanted,
      Optional<IpAddress> seen) {
    findings.check(
        new Findings.Flow(
            Proof.Claim.HOST_PORT,
            sender,
            address,
            door.number(),
            Transport.of(door.protocol()),
            Simulator.SMALL),
        () -> wanted.pod().ref() + " at " + new ServiceExpectation.Target(address, door.number())
            + "/" + door.protocol(),
        wanted.port().span(),
        trace -> wrong(trace, wanted, seen));
  }

  private static String wrong(Trace trace, Wanted wanted, Optional<IpAddress> seen) {
    List<Trace.Outcome> outcomes = trace.outcomes();
    if (trace.verdict() != Verdict.DELIVERED) {
      return "it is " + trace.verdict().word() + ": " + trace.reason();
    }
    Trace.Outcome end = outcomes.get(0);
    if (outcomes.size() > 1
        || !end.pod().equals(Optional.of(wanted.pod().ref().toString()))
        || end.port() != wanted.port().number()) {
      return "it arrives at " + end.pod().or(end::node).orElse("a host outside") + ":" + end.port();
    }
    return seen.isEmpty() || seen.get().equals(end.sourceSeen())
        ? ""
        : "it arrives as from " + end.sourceSeen();
  }
}
