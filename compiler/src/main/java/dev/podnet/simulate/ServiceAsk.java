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
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Asks a service at one of its addresses: who is to answer, and whether the right ones do. */
final class ServiceAsk {

  /** A service port at an address and number it answers at. */
  record Asked(
      Proof.Claim claim, Service service, Service.Port port, IpAddress address, int number) {

    IpFamily family() {
      return address.family();
    }
  }

  /** On how many hosts ports with a policy Local or hints are asked, all in all, before a selection must do. */
  private static final int MOST_ASKED = 2_000;

  private final boolean everywhere;
  private final Service.Port first;
  private final Cluster cluster;
  private final Network network;
  private final Classes classes;
  private final Findings findings;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, List<Classes.Member>> podsOf;
  private final Set<IpAddress> podAddresses = new HashSet<>();
  private final RouteTable<String> ranges = new RouteTable<>();

  ServiceAsk(Cluster cluster, Network network, Classes classes, Findings findings) {
    this.cluster = cluster;
    this.network = network;
    this.classes = classes;
    this.findings = findings;
    this.first =
        cluster.services().stream().flatMap(s -> s.ports().stream()).findFirst().orElse(null);
    this.everywhere = special(cluster) * network.hosts().size() <= MOST_ASKED;
    this.podsOf =
        classes.everyHostsPods().stream().collect(Collectors.groupingBy(m -> m.host().name));
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

  Cluster cluster() {
    return cluster;
  }

  Network network() {
    return network;
  }

  Classes classes() {
    return classes;
  }

  Findings findings() {
    return findings;
  }

  Node node(String name) {
    return nodes.get(name);
  }

  /** The host outside the cluster, in a family. */
  Optional<IpAddress> world(IpFamily family) {
    return network.underlay().worldAddress(family);
  }

  /**
   * The hosts to ask a port on: one of each class; every one where their answers may differ. Where that is too much, and where
   * classes do not tell services apart, those alone which the port is special on, and one of each class. In a large cluster, of
   * classes that differ in the pods their hosts have, one asks for every port.
   */
  List<Host> hosts(Service.Port port, boolean each) {
    if (each && everywhere) {
      return network.hosts();
    } else if (!each && classes.whole()) {
      Set<String> names = alsoOn(port);
      return classes.hostReps().stream()
          .filter(h -> classes.asks(h) || names.contains(h.name))
          .toList();
    }
    Set<String> names = nodesOf(port);
    classes.hostReps().forEach(h -> names.add(h.name));
    return names.stream().map(n -> network.host(n).orElseThrow()).toList();
  }

  /** The pods to ask a port from: one of each class, on the hosts to ask on where their answers may differ. */
  List<Classes.Member> pods(Service.Port port, boolean each) {
    if (each && everywhere) {
      return classes.everyHostsPods();
    } else if (!each && classes.whole()) {
      Set<String> names = alsoOn(port);
      return classes.podReps().stream()
          .filter(m -> classes.asks(m) || names.contains(m.host().name))
          .toList();
    }
    return hosts(port, each).stream().flatMap(h -> podsOn(h).stream()).toList();
  }

  /** The nodes whose classes ask for this port though they do not ask for every one. */
  private Set<String> alsoOn(Service.Port port) {
    if (classes.allAsk()) {
      return Set.of();
    }
    return port == first ? nodes.keySet() : nodesOf(port);
  }

  /** The nodes that have an endpoint of a port. */
  private Set<String> nodesOf(Service.Port port) {
    Set<String> names = new TreeSet<>();
    for (Service.Backend backend : port.backends()) {
      nodeOf(backend.endpoint()).ifPresent(names::add);
    }
    names.retainAll(nodes.keySet());
    return names;
  }

  /** How many ports have answers that may differ between nodes. */
  private static long special(Cluster cluster) {
    return cluster.services().stream()
        .mapToLong(s -> s.ports().stream()
            .filter(p -> s.internalLocal() || s.externalLocal() || ServiceExpectation.hinted(p))
            .count())
        .sum();
  }

  /** One pod of each class on a host. */
  List<Classes.Member> podsOn(Host host) {
    return podsOf.getOrDefault(host.name, List.of());
  }

  /** What traffic from or by way of a node gets by the policy Cluster. */
  ServiceExpectation near(Asked asked, String node) {
    return ServiceExpectation.near(asked.service(), asked.port(), asked.family(), nodes.get(node));
  }

  /** What traffic from or by way of a node gets by the policy Local. */
  ServiceExpectation onNode(Asked asked, String node) {
    return ServiceExpectation.onNode(
        asked.service(), asked.port(), asked.family(), node, this::nodeOf);
  }

  /** Whether there is no endpoint at all. */
  boolean none(Asked asked) {
    return ServiceExpectation.everywhere(asked.service(), asked.port(), asked.family())
        .targets()
        .isEmpty();
  }

  /** A client's own address, where it is not to be hidden. */
  Optional<IpAddress> kept(Optional<IpAddress> own) {
    return cluster.settings().masqueradeAll() ? Optional.empty() : own;
  }

  /** The node an endpoint is on: as given, else the one whose address it is or in whose pod range it is. */
  private Optional<String> nodeOf(Service.Endpoint endpoint) {
    return endpoint
        .node()
        .or(() -> network.underlay().hostOf(endpoint.ip()))
        .or(() -> ranges.lookup(endpoint.ip(), n -> true).map(Map.Entry::getValue));
  }

  /** Whether an address is that of a pod with a network of its own. */
  boolean isPod(IpAddress address) {
    return podAddresses.contains(address);
  }

  /** Whether an endpoint is a pod's or a node's; of others the spec does not say who has them. */
  private boolean ours(IpAddress endpoint) {
    return isPod(endpoint) || network.underlay().hostOf(endpoint).isPresent();
  }

  /** Whether node ports answer at one of a node's addresses. */
  boolean hasNodePorts(Service service, IpAddress address) {
    List<Cidr> only = cluster.settings().nodePortAddresses().stream()
        .filter(c -> c.family() == address.family())
        .toList();
    return service.families().contains(address.family())
        && (only.isEmpty() || only.stream().anyMatch(c -> c.contains(address)));
  }

  /** The source ranges that hold for an address: those of its family (kube-proxy sorts them by family). */
  static List<Cidr> ranges(Service service, IpFamily family) {
    return service.loadBalancerSourceRanges().stream()
        .map(Located::value)
        .filter(c -> c.family() == family)
        .toList();
  }

  /**
   * Follows one packet.
   *
   * @param source who an endpoint with a network of its own must see, where the proxy mode keeps clients; empty when it
   *     may be anyone
   */
  void check(
      Asked asked,
      Simulator.Sender sender,
      ServiceExpectation expected,
      Optional<IpAddress> source) {
    Service.Port port = asked.port();
    if (Proof.apart(cluster) && !withinOneHost(asked, sender, expected)) {
      return;
    }
    Optional<IpAddress> seen = cluster.settings().keepsClients() ? source : Optional.empty();
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
        trace -> expected.differs(trace, this::ours, seen, this::isPod));
  }

  /** Whether all endpoints are on the host that sends to them: the sender's, or the one the outside asks. */
  private boolean withinOneHost(Asked asked, Simulator.Sender sender, ServiceExpectation expected) {
    String host;
    if (sender instanceof Simulator.FromPod pod) {
      host = network.hostOf(pod.pod()).orElseThrow().name;
    } else if (sender instanceof Simulator.FromNode node) {
      host = node.node();
    } else {
      host = ((Simulator.FromWorld) sender)
          .by()
          .or(() -> network.underlay().hostOf(asked.address()))
          .orElse("");
    }
    return expected.targets().stream()
        .map(t -> ranges.lookup(t.address(), n -> true))
        .allMatch(node -> node.isEmpty() || node.get().getValue().equals(host));
  }
}
