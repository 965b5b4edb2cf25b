package dev.podnet.simulate;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves the services: every port from a node and a pod of each class; every node port, external address and load
 * balancer's address from outside by way of a node of each class; ports with a Local policy on every node; and a pod of
 * each class that is its own service's endpoint.
 */
final class ServiceProof {

  /** Whose traffic it is: which policy holds for it, and who is asked about in messages. */
  private record Asked(
      Proof.Claim claim, Service service, Service.Port port, IpAddress address, int number) {}

  private final Cluster cluster;
  private final Network network;
  private final Classes classes;
  private final Findings findings;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Set<IpAddress> podAddresses = new HashSet<>();
  private final RouteTable<String> ranges = new RouteTable<>();

  ServiceProof(Cluster cluster, Network network, Classes classes, Findings findings) {
    this.cluster = cluster;
    this.network = network;
    this.classes = classes;
    this.findings = findings;
    for (Node node : cluster.nodes()) {
      nodes.put(node.name(), node);
      node.podCidrs().forEach(c -> ranges.put(c.value(), node.name()));
    }
    for (Pod pod : cluster.pods()) {
      if (pod.wired() && pod.node().isPresent()) {
        pod.ips().forEach(ip -> podAddresses.add(ip.value()));
      }
    }
  }

  void prove() {
    for (Service service : cluster.services()) {
      for (Service.Port port : service.ports()) {
        service.clusterIps().forEach(ip -> clusterIp(service, port, ip.value()));
        port.nodePort().ifPresent(number -> nodePort(service, port, number.value()));
        service.externalIps().forEach(ip -> front(service, port, ip.value(), List.of()));
        List<Cidr> only =
            service.loadBalancerSourceRanges().stream().map(Located::value).toList();
        service.loadBalancerIps().forEach(ip -> front(service, port, ip.value(), only));
      }
    }
    hairpins();
  }

  private void clusterIp(Service service, Service.Port port, IpAddress address) {
    Asked asked = new Asked(Proof.Claim.SERVICE, service, port, address, port.number());
    inside(asked, service.internalLocal(), true);
  }

  /**
   * From nodes and pods.
   *
   * @param local whether the policy keeps their traffic on their own node
   * @param open whether endpoints see who a pod is
   */
  private void inside(Asked asked, boolean local, boolean open) {
    IpFamily family = asked.address().family();
    ServiceExpectation every = ServiceExpectation.everywhere(asked.service(), asked.port(), family);
    for (Host host : local ? network.hosts() : classes.hostReps()) {
      if (nodes.get(host.name).address(family).isPresent()) {
        Simulator.Sender sender = new Simulator.FromNode(host.name);
        check(asked, sender, local ? onNode(asked, host.name) : every, Optional.empty());
      }
    }
    for (Classes.Member pod : local ? classes.everyHostsPods() : classes.onePodOfEach()) {
      Optional<IpAddress> own = Proof.addressOf(pod.pod(), family);
      if (own.isPresent()) {
        Simulator.Sender sender = new Simulator.FromPod(pod.pod().pod());
        Optional<IpAddress> seen = open ? kept(own) : Optional.empty();
        check(asked, sender, local ? onNode(asked, pod.host().name) : every, seen);
      }
    }
  }

  /** A client's own address, where it is not to be hidden. */
  private Optional<IpAddress> kept(Optional<IpAddress> own) {
    return cluster.settings().masqueradeAll() ? Optional.empty() : own;
  }

  private void nodePort(Service service, Service.Port port, int number) {
    for (Host host : service.externalLocal() ? network.hosts() : classes.hostReps()) {
      for (Located<IpAddress> address : nodes.get(host.name).addresses()) {
        if (answers(service, address.value())) {
          outside(
              new Asked(Proof.Claim.NODE_PORT, service, port, address.value(), number),
              host,
              Optional.empty(),
              List.of());
        }
      }
    }
  }

  private boolean answers(Service service, IpAddress address) {
    List<Cidr> only = cluster.settings().nodePortAddresses().stream()
        .filter(c -> c.family() == address.family())
        .toList();
    return service.families().contains(address.family())
        && (only.isEmpty() || only.stream().anyMatch(c -> c.contains(address)));
  }

  /** An address of the outside: pods and nodes reach all endpoints by it, others what the policy says. */
  private void front(Service service, Service.Port port, IpAddress address, List<Cidr> only) {
    if (!service.families().contains(address.family())) {
      return;
    }
    Asked asked = new Asked(Proof.Claim.SERVICE, service, port, address, port.number());
    if (only.isEmpty()) {
      inside(asked, false, service.externalLocal());
    }
    boolean owned = network.underlay().hostOf(address).isPresent();
    for (Host host : service.externalLocal() ? network.hosts() : classes.hostReps()) {
      if (nodes.get(host.name).address(address.family()).isPresent() && !owned) {
        outside(asked, host, Optional.of(host.name), only);
      }
    }
  }

  private void outside(Asked asked, Host host, Optional<String> by, List<Cidr> only) {
    Optional<IpAddress> world = network.underlay().worldAddress(asked.address().family());
    if (world.isEmpty()) {
      return;
    }
    boolean shut = !only.isEmpty() && only.stream().noneMatch(c -> c.contains(world.get()));
    boolean local = asked.service().externalLocal();
    IpFamily family = asked.address().family();
    ServiceExpectation expected = local
        ? onNode(asked, host.name)
        : ServiceExpectation.everywhere(asked.service(), asked.port(), family);
    boolean none = ServiceExpectation.everywhere(asked.service(), asked.port(), family)
        .targets()
        .isEmpty();
    check(
        asked,
        new Simulator.FromWorld(world.get(), by),
        shut && !none ? ServiceExpectation.SHUT_OUT : expected,
        local ? world : Optional.empty());
  }

  private ServiceExpectation onNode(Asked asked, String node) {
    return ServiceExpectation.onNode(
        asked.service(), asked.port(), asked.address().family(), node, this::nodeOf);
  }

  /** The node an endpoint is on: as given, else the one whose address it is or in whose pod range it is. */
  private Optional<String> nodeOf(Service.Endpoint endpoint) {
    return endpoint
        .node()
        .or(() -> network.underlay().hostOf(endpoint.ip()))
        .or(() -> ranges.lookup(endpoint.ip(), n -> true).map(Map.Entry::getValue));
  }

  /** Whether an endpoint is a pod's or a node's; of others the spec does not say who has them. */
  private boolean ours(IpAddress endpoint) {
    return podAddresses.contains(endpoint)
        || network.underlay().hostOf(endpoint).isPresent();
  }

  private void check(
      Asked asked,
      Simulator.Sender sender,
      ServiceExpectation expected,
      Optional<IpAddress> source) {
    Service.Port port = asked.port();
    findings.check(
        new Findings.Flow(
            asked.claim(),
            sender,
            asked.address(),
            asked.number(),
            Transport.of(port.protocol()),
            Simulator.SMALL),
        () -> asked.service().portName(port) + " at "
            + new ServiceExpectation.Target(asked.address(), asked.number()) + "/"
            + port.protocol(),
        port.span(),
        trace -> expected.differs(trace, this::ours, source, podAddresses::contains));
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
          IpFamily family = backend.endpoint().ip().family();
          Optional<IpAddress> address = service.clusterIp(family);
          if (reps.containsKey(pod) && address.isPresent() && seen.add(pod + " " + family)) {
            Asked asked =
                new Asked(Proof.Claim.SERVICE, service, port, address.get(), port.number());
            ServiceExpectation expected = service.internalLocal()
                ? onNode(asked, reps.get(pod).host().name)
                : ServiceExpectation.everywhere(service, port, family);
            Optional<IpAddress> own = Proof.addressOf(reps.get(pod).pod(), family);
            check(asked, new Simulator.FromPod(pod), expected, kept(own));
          }
        }
      }
    }
  }
}
