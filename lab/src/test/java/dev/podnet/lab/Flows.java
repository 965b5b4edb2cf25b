package dev.podnet.lab;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.simulate.Simulator;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Flows of a cluster, from everybody to every kind of address there is, chosen by chance. */
final class Flows {

  /** A port on which nobody listens and which no service has. */
  private static final int UNUSED = 9;

  private final Cluster cluster;
  private final Map<IpFamily, IpAddress> world;
  private final List<Sender> senders = new ArrayList<>();

  private final Map<IpAddress, Node> fronts = new LinkedHashMap<>();

  private record Sender(
      String place, List<IpFamily> families, Map<IpFamily, Simulator.Sender> as) {}

  private record Target(String title, IpAddress to, int port, Probe.Kind kind, boolean sticky) {}

  Flows(Cluster cluster, Map<IpFamily, IpAddress> world) {
    this.cluster = cluster;
    this.world = world;
    leadToNodes();
    for (Pod pod : cluster.pods()) {
      if (pod.node().isPresent() && pod.network() == Pod.Network.POD) {
        add(Expectations.place(pod), pod.ips(), new Simulator.FromPod(pod.ref().toString()));
      }
    }
    for (Node node : cluster.nodes()) {
      add(node.name(), node.addresses(), new Simulator.FromNode(node.name()));
    }
    world.forEach((family, address) -> senders.add(new Sender(
        Underlay.WORLD, List.of(family), Map.of(family, new Simulator.FromWorld(address)))));
  }

  /**
   * The node that the host outside sends the packets for an address to: external addresses, and those of load balancers,
   * which no host has. One after another of the nodes on its segment.
   */
  Map<IpAddress, Node> fronts() {
    return Map.copyOf(fronts);
  }

  private void leadToNodes() {
    List<Node> near = cluster.nodes().stream()
        .filter(n -> n.segment().equals(Optional.of(cluster.segments().get(0).name())))
        .toList();
    for (Service service : cluster.services()) {
      Stream.concat(service.externalIps().stream(), service.loadBalancerIps().stream())
          .map(Located::value)
          .filter(a ->
              cluster.nodes().stream().noneMatch(n -> n.address(a.family()).equals(Optional.of(a))))
          .forEach(a -> fronts.putIfAbsent(a, near.get(fronts.size() % near.size())));
    }
  }

  private void add(String place, List<Located<IpAddress>> addresses, Simulator.Sender as) {
    for (Located<IpAddress> address : addresses) {
      IpFamily family = address.value().family();
      senders.add(new Sender(place, List.of(family), Map.of(family, as)));
    }
  }

  /** That many flows at most, the same for the same random numbers. */
  List<Flow> some(int count, Random random) {
    List<Flow> plain = flows(plainTargets());
    List<Flow> served = flows(serviceTargets());
    Collections.shuffle(plain, random);
    Collections.shuffle(served, random);
    List<Flow> some = new ArrayList<>(plain.subList(0, Math.min(count / 3, plain.size())));
    some.addAll(served.subList(0, Math.min(count - some.size(), served.size())));
    return some;
  }

  private List<Flow> flows(List<Target> targets) {
    List<Flow> flows = new ArrayList<>();
    for (Sender sender : senders) {
      for (Target target : targets) {
        IpFamily family = target.to().family();
        boolean own = target.to().toString().startsWith("127.");
        if (sender.families().contains(family)
            && (!own || sender.as().get(family) instanceof Simulator.FromNode)) {
          Simulator.Sender as = sender.as().get(family);
          if (as instanceof Simulator.FromWorld outside && fronts.containsKey(target.to())) {
            as = new Simulator.FromWorld(
                outside.address(), Optional.of(fronts.get(target.to()).name()));
          }
          flows.add(new Flow(
              target.title(),
              as,
              sender.place(),
              target.to(),
              target.port(),
              target.kind(),
              target.sticky()));
        }
      }
    }
    return flows;
  }

  /** Pods, nodes by all their addresses, and the host outside. */
  private List<Target> plainTargets() {
    List<Target> targets = new ArrayList<>();
    for (Pod pod : cluster.pods()) {
      pod.ips().forEach(ip -> everyKind("pod " + pod.ref(), ip.value(), targets));
    }
    for (Node node : cluster.nodes()) {
      node.addresses().forEach(ip -> everyKind("node " + node.name(), ip.value(), targets));
      gateways(node).forEach(ip -> everyKind("the bridge of " + node.name(), ip, targets));
    }
    world.values().forEach(ip -> everyKind("the world", ip, targets));
    return targets;
  }

  private static void everyKind(String title, IpAddress to, List<Target> targets) {
    targets.add(new Target(title, to, 0, Probe.Kind.PING, false));
    for (Probe.Kind kind : List.of(Probe.Kind.TCP, Probe.Kind.UDP)) {
      targets.add(new Target(title, to, Expectations.WHO, kind, false));
      targets.add(new Target(title + ", unused port", to, UNUSED, kind, false));
    }
  }

  /** The address of the pods' bridge. */
  private static List<IpAddress> gateways(Node node) {
    return node.podCidrs().stream()
        .map(Located::value)
        .map(Cidr::network)
        .map(a -> a.plus(1))
        .toList();
  }

  /** Every port of every address of the services, and ports that they do not have. */
  private List<Target> serviceTargets() {
    List<Target> targets = new ArrayList<>();
    for (Service service : cluster.services()) {
      boolean sticky = service.affinitySeconds().isPresent();
      List<IpAddress> addresses = new ArrayList<>();
      service.clusterIps().forEach(a -> addresses.add(a.value()));
      service.externalIps().forEach(a -> addresses.add(a.value()));
      service.loadBalancerIps().forEach(a -> addresses.add(a.value()));
      for (IpAddress address : addresses) {
        String title = "service " + service.ref();
        targets.add(new Target(title + ", unused port", address, UNUSED, Probe.Kind.TCP, false));
        for (Service.Port port : service.ports()) {
          targets.add(new Target(title, address, port.number(), kind(port), sticky));
          Probe.Kind other = kind(port) == Probe.Kind.TCP ? Probe.Kind.UDP : Probe.Kind.TCP;
          targets.add(
              new Target(title + ", other protocol", address, port.number(), other, sticky));
        }
      }
      for (Service.Port port : service.ports()) {
        port.nodePort().ifPresent(n -> nodePort(service, port, n.value(), sticky, targets));
      }
    }
    cluster.pods().forEach(pod -> hostPorts(pod, targets));
    return targets;
  }

  private void nodePort(
      Service service, Service.Port port, int number, boolean sticky, List<Target> targets) {
    String title = "node port of " + service.ref();
    for (Node node : cluster.nodes()) {
      List<IpAddress> addresses = new ArrayList<>(gateways(node));
      node.addresses().forEach(a -> addresses.add(a.value()));
      for (IpAddress address : addresses) {
        targets.add(new Target(title + " at " + node.name(), address, number, kind(port), sticky));
      }
    }
    targets.add(new Target(
        title + " at loopback", IpAddress.parse("127.0.0.1"), number, kind(port), sticky));
    world
        .values()
        .forEach(w -> targets.add(new Target(title + " outside", w, number, kind(port), false)));
  }

  /** The ports of all hosts that lead to a pod on one. */
  private void hostPorts(Pod pod, List<Target> targets) {
    for (Pod.Container container : pod.containers()) {
      for (Pod.Port port : container.ports()) {
        if (port.hostPort().isPresent()) {
          for (Node node : cluster.nodes()) {
            String title = "host port of " + pod.ref() + " at " + node.name();
            node.addresses()
                .forEach(a -> targets.add(new Target(
                    title, a.value(), port.hostPort().get(), kind(port.protocol()), false)));
          }
        }
      }
    }
  }

  private static Probe.Kind kind(Service.Port port) {
    return kind(port.protocol());
  }

  private static Probe.Kind kind(Protocol protocol) {
    return switch (protocol) {
      case TCP -> Probe.Kind.TCP;
      case UDP -> Probe.Kind.UDP;
      case SCTP -> throw new IllegalStateException("the lab does not send SCTP");
    };
  }
}
