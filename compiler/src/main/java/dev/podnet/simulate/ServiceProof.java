package dev.podnet.simulate;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves the services: every port from a node and a pod of each class, every node port from outside on a node of each
 * class, ports with a Local policy on every node, and a pod of each class that is its own service's endpoint.
 */
final class ServiceProof {

  private final Cluster cluster;
  private final Network network;
  private final Classes classes;
  private final Findings findings;
  private final Map<String, Node> nodes = new HashMap<>();

  ServiceProof(Cluster cluster, Network network, Classes classes, Findings findings) {
    this.cluster = cluster;
    this.network = network;
    this.classes = classes;
    this.findings = findings;
    cluster.nodes().forEach(n -> nodes.put(n.name(), n));
  }

  void prove() {
    for (Service service : cluster.services()) {
      for (Service.Port port : service.ports()) {
        service.clusterIps().forEach(ip -> clusterIp(service, port, ip.value()));
        port.nodePort().ifPresent(number -> nodePort(service, port, number.value()));
      }
    }
    hairpins();
  }

  private void clusterIp(Service service, Service.Port port, IpAddress address) {
    boolean local = service.internalLocal();
    for (Host host : local ? network.hosts() : classes.hostReps()) {
      if (nodes.get(host.name).address(address.family()).isPresent()) {
        Simulator.Sender sender = new Simulator.FromNode(host.name);
        check(Proof.Claim.SERVICE, service, port, sender, host.name, address, port.number(), local);
      }
    }
    for (Classes.Member pod : local ? classes.everyHostsPods() : classes.onePodOfEach()) {
      if (Proof.addressOf(pod.pod(), address.family()).isPresent()) {
        Simulator.Sender sender = new Simulator.FromPod(pod.pod().pod());
        String node = pod.host().name;
        check(Proof.Claim.SERVICE, service, port, sender, node, address, port.number(), local);
      }
    }
  }

  private void nodePort(Service service, Service.Port port, int number) {
    boolean local = service.externalLocal();
    for (Host host : local ? network.hosts() : classes.hostReps()) {
      for (Located<IpAddress> address : nodes.get(host.name).addresses()) {
        Optional<IpAddress> world =
            network.underlay().worldAddress(address.value().family());
        if (world.isPresent() && answers(service, address.value())) {
          Simulator.Sender sender = new Simulator.FromWorld(world.get());
          check(
              Proof.Claim.NODE_PORT,
              service,
              port,
              sender,
              host.name,
              address.value(),
              number,
              local);
        }
      }
    }
  }

  private boolean answers(Service service, IpAddress address) {
    List<Cidr> only = cluster.settings().nodePortAddresses();
    return service.families().contains(address.family())
        && (only.isEmpty() || only.stream().anyMatch(c -> c.contains(address)));
  }

  private void check(
      Proof.Claim claim,
      Service service,
      Service.Port port,
      Simulator.Sender sender,
      String node,
      IpAddress address,
      int number,
      boolean local) {
    Transport transport = Transport.of(port.protocol());
    ServiceExpectation expected = ServiceExpectation.of(port, address.family(), node, local);
    findings.check(
        new Findings.Flow(claim, sender, address, number, transport, Simulator.SMALL),
        service.portName(port) + " at " + address + ":" + number + "/" + port.protocol(),
        port.span(),
        expected::differs);
  }

  /** A pod that a service sends back to itself: one of each class in each family. */
  private void hairpins() {
    Map<String, Classes.Member> reps = new HashMap<>();
    classes.podReps().forEach(m -> reps.put(m.pod().pod(), m));
    Set<String> seen = new HashSet<>();
    for (Service service : cluster.services()) {
      for (Service.Port port : service.ports()) {
        for (Service.Backend backend : port.backends()) {
          String pod = backend.endpoint().pod().map(Object::toString).orElse("");
          Optional<IpAddress> address =
              service.clusterIp(backend.endpoint().ip().family());
          if (reps.containsKey(pod)
              && address.isPresent()
              && seen.add(pod + " " + address.get().family())) {
            check(
                Proof.Claim.SERVICE,
                service,
                port,
                new Simulator.FromPod(pod),
                reps.get(pod).host().name,
                address.get(),
                port.number(),
                service.internalLocal());
          }
        }
      }
    }
  }
}
