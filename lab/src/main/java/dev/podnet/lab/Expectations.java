package dev.podnet.lab;

import dev.podnet.backends.common.PodNames;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must hold in a cluster's network, as checks: the rules of the Kubernetes network model ("every pod can reach
 * every pod without NAT") and of its services, said once for every spec.
 */
public final class Expectations {

  /** The port on which every pod, node and the host outside says who it is; 7777, TCP and UDP. */
  public static final int WHO = 7777;

  private final Cluster cluster;
  private final Map<IpFamily, IpAddress> world;
  private final Map<String, Set<String>> nodeAddresses;

  /**
   * Prepares.
   *
   * @param cluster what was compiled
   * @param world the addresses of the host outside
   * @param nodeAddresses every address each node has once its script has run, by node
   */
  public Expectations(
      Cluster cluster, Map<IpFamily, IpAddress> world, Map<String, Set<String>> nodeAddresses) {
    this.cluster = cluster;
    this.world = world;
    this.nodeAddresses = nodeAddresses;
  }

  /** A server to open. */
  public record Server(
      String at, String name, List<Integer> families, Set<Integer> tcp, Set<Integer> udp) {}

  /**
   * A place to send from.
   *
   * @param name what it is called
   * @param addresses those that others may see it by
   * @param families what it has an address of; without one it has no way out of that family
   */
  private record Source(String name, String place, Set<String> addresses, Set<IpFamily> families) {}

  /** The place of a pod: {@code n1/default.web-1}. */
  public static String place(Pod pod) {
    return pod.node().orElseThrow() + "/" + PodNames.namespace(pod.ref());
  }

  private List<Pod> wired() {
    return cluster.pods().stream().filter(Pod::wired).toList();
  }

  /** The servers: one in each pod, on each node, and outside. */
  public List<Server> servers() {
    List<Server> servers = new ArrayList<>();
    for (Pod pod : wired()) {
      servers.add(server(place(pod), pod.ref().toString(), pod.ips(), List.of(pod), WHO));
    }
    for (Node node : cluster.nodes()) {
      servers.add(server(node.name(), node.name(), node.addresses(), List.of(), WHO));
    }
    for (Pod pod : cluster.pods()) {
      if (pod.network() == Pod.Network.HOST && pod.node().isPresent()) {
        servers.add(server(pod.node().get(), pod.ref().toString(), pod.ips(), List.of(pod), 0));
      }
      for (Pod owner : wired()) {
        if (pod.sharesWith().equals(Optional.of(owner.ref()))) {
          servers.add(server(place(owner), pod.ref().toString(), pod.ips(), List.of(pod), 0));
        }
      }
    }
    servers.add(new Server(
        Underlay.WORLD,
        Underlay.WORLD,
        world.keySet().stream().map(f -> f == IpFamily.IPV4 ? 4 : 6).toList(),
        Set.of(WHO),
        Set.of(WHO)));
    return servers;
  }

  private Server server(
      String at, String name, List<Located<IpAddress>> ips, List<Pod> pods, int extra) {
    Set<Integer> tcp = new TreeSet<>(extra == 0 ? Set.of() : Set.of(extra));
    Set<Integer> udp = new TreeSet<>(tcp);
    for (Service service : cluster.services()) {
      for (Service.Port port : service.ports()) {
        for (Service.Backend backend : port.backends()) {
          if (pods.stream().anyMatch(p -> backend.endpoint().pod().equals(Optional.of(p.ref())))) {
            (port.protocol() == Protocol.TCP ? tcp : udp).add(backend.port());
          }
        }
      }
    }
    List<Integer> families =
        ips.stream().map(a -> a.value().isV4() ? 4 : 6).distinct().toList();
    return new Server(at, name, families, tcp, udp);
  }

  private List<Source> podSources() {
    List<Source> sources = new ArrayList<>();
    for (Pod pod : wired()) {
      Set<String> addresses = new TreeSet<>();
      pod.ips().forEach(a -> addresses.add(a.value().toString()));
      sources.add(new Source(pod.ref().toString(), place(pod), addresses, families(pod.ips())));
    }
    return sources;
  }

  private List<Source> nodeSources() {
    return cluster.nodes().stream()
        .map(n ->
            new Source(n.name(), n.name(), nodeAddresses.get(n.name()), families(n.addresses())))
        .toList();
  }

  private static Set<IpFamily> families(List<Located<IpAddress>> addresses) {
    Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
    addresses.forEach(a -> families.add(a.value().family()));
    return families;
  }

  private List<Source> insideSources() {
    List<Source> all = new ArrayList<>(podSources());
    all.addAll(nodeSources());
    return all;
  }

  /** Every pod and every node reaches every pod, by ICMP, TCP and UDP, and is seen as itself. */
  public List<Check> podsAreReached() {
    List<Check> checks = new ArrayList<>();
    for (Source source : insideSources()) {
      for (Pod pod : wired()) {
        for (Located<IpAddress> ip : pod.ips()) {
          for (Probe probe : everyKind(source.place(), ip.value())) {
            String title = source.name() + " reaches pod " + pod.ref();
            checks.add(Check.answered(title, probe, pod.ref().toString(), source.addresses()));
          }
        }
      }
    }
    return checks;
  }

  private static List<Probe> everyKind(String from, IpAddress to) {
    return List.of(Probe.ping(from, to), Probe.tcp(from, to, WHO), Probe.udp(from, to, WHO));
  }

  /** Every pod reaches every node by the families it has. Whether it is seen as itself there is left open. */
  public List<Check> nodesAreReached() {
    List<Check> checks = new ArrayList<>();
    for (Source source : podSources()) {
      for (Node node : cluster.nodes()) {
        for (Located<IpAddress> ip : node.addresses()) {
          if (!source.families().contains(ip.value().family())) {
            continue;
          }
          for (Probe probe : everyKind(source.place(), ip.value())) {
            String title = source.name() + " reaches node " + node.name();
            checks.add(Check.answered(title, probe, node.name(), Set.of()));
          }
        }
      }
    }
    return checks;
  }

  /** A packet of the pods' MTU goes from pod to pod in one piece; one byte more does not go. */
  public List<Check> fullSizePackets(int podMtu) {
    List<Check> checks = new ArrayList<>();
    for (Source source : podSources()) {
      for (Pod pod : wired()) {
        for (Located<IpAddress> ip : pod.ips()) {
          Probe probe = Probe.ping(source.place(), ip.value());
          if (!source.name().equals(pod.ref().toString())) { // to itself it goes by loopback
            String name = pod.ref().toString();
            checks.add(
                Check.answered("a full-size packet", probe.size(podMtu), name, source.addresses()));
            checks.add(Check.silent("a packet one byte too large", probe.size(podMtu + 1)));
          }
        }
      }
    }
    return checks;
  }

  /** What leaves the cluster carries the address of the pod's node. */
  public List<Check> worldIsReached() {
    List<Check> checks = new ArrayList<>();
    for (Pod pod : wired()) {
      for (Located<IpAddress> ip : pod.ips()) {
        IpFamily family = ip.value().family();
        Node node = node(pod.node().orElseThrow());
        if (world.containsKey(family) && node.address(family).isPresent()) {
          Set<String> seen = Set.of(node.address(family).get().toString());
          for (Probe probe : everyKind(place(pod), world.get(family))) {
            String title = pod.ref() + " leaves the cluster as its node";
            checks.add(Check.answered(title, probe, Underlay.WORLD, seen));
          }
        }
      }
    }
    return checks;
  }

  private Node node(String name) {
    return cluster.nodes().stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Every ClusterIP answers every pod and node from exactly its ready endpoints. A pod is seen as itself there, but by
   * itself, for then the answer has to come back through the node.
   */
  public List<Check> clusterIpsAnswer() {
    List<Check> checks = new ArrayList<>();
    for (Service service : cluster.services()) {
      for (Service.Port port : service.ports()) {
        for (Located<IpAddress> ip : service.clusterIps()) {
          insideSources().stream()
              .filter(s -> s.families().contains(ip.value().family()))
              .forEach(s -> checks.add(clusterIp(service, port, ip.value(), s)));
        }
      }
    }
    return checks;
  }

  private Check clusterIp(Service service, Service.Port port, IpAddress ip, Source source) {
    String home = source.place().split("/")[0];
    Map<String, Set<String>> answers = new LinkedHashMap<>();
    for (Service.Backend backend : ready(service, port, ip.family())) {
      boolean local = backend.endpoint().node().equals(Optional.of(home));
      if (local || !service.internalLocal()) {
        answers.put(name(backend), seenAs(source, home, backend.endpoint().ip()));
      }
    }
    String title = source.name() + " uses service " + service.portName(port);
    boolean often = firstOfItsNode(source) || answers.containsKey(source.name());
    boolean all = service.affinitySeconds().isEmpty() && often;
    return among(title, probe(source.place(), ip, port.number(), port), answers, all);
  }

  private boolean firstOfItsNode(Source source) {
    Optional<Pod> first = wired().stream()
        .filter(p -> source.place().startsWith(p.node().orElseThrow() + "/"))
        .findFirst();
    return first.isPresent() && place(first.get()).equals(source.place());
  }

  /**
   * What an endpoint sees of who used its service: the source itself; of a pod that reached itself, its node, and so of
   * everyone where a process on the node stands between them; and where
   * the endpoint is a node's own address, either, for that is outside the pods' network.
   */
  private Set<String> seenAs(Source source, String home, IpAddress endpoint) {
    if (source.addresses().contains(endpoint.toString()) || !cluster.settings().keepsClients()) {
      return nodeAddresses.get(home);
    }
    Set<String> seen = new TreeSet<>(source.addresses());
    if (cluster.nodes().stream()
        .anyMatch(n -> n.address(endpoint.family()).equals(Optional.of(endpoint)))) {
      seen.addAll(nodeAddresses.get(home));
    }
    return seen;
  }

  /** Every node port answers from exactly the service's endpoints, to pods, nodes and the host outside. */
  public List<Check> nodePortsAnswer() {
    List<Check> checks = new ArrayList<>();
    List<Source> sources = insideSources();
    sources.add(new Source(Underlay.WORLD, Underlay.WORLD, Set.of(), world.keySet()));
    for (Service service : cluster.services()) {
      for (Service.Port port : service.ports()) {
        if (port.nodePort().isPresent()) {
          for (Node node : cluster.nodes()) {
            for (Located<IpAddress> ip : node.addresses()) {
              sources.stream()
                  .filter(s -> s.families().contains(ip.value().family()))
                  .forEach(s -> checks.add(nodePort(service, port, node, ip.value(), s)));
            }
          }
        }
      }
    }
    return checks;
  }

  private Check nodePort(
      Service service, Service.Port port, Node node, IpAddress ip, Source source) {
    int number = port.nodePort().orElseThrow().value();
    Map<String, Set<String>> answers = new LinkedHashMap<>();
    boolean outside = source.name().equals(Underlay.WORLD);
    boolean open = service.families().contains(ip.family())
        && (cluster.settings().nodePortAddresses().isEmpty()
            || cluster.settings().nodePortAddresses().stream().anyMatch(c -> c.contains(ip)));
    if (open) {
      for (Service.Backend backend : ready(service, port, ip.family())) {
        boolean local = backend.endpoint().node().equals(Optional.of(node.name()));
        if (local || !service.externalLocal() || !outside) {
          answers.put(name(backend), outside ? fromOutside(service, node, ip) : Set.of());
        }
      }
    }
    String title =
        source.name() + " uses node port " + number + " of " + service.ref() + " on " + node.name();
    boolean all = service.affinitySeconds().isEmpty() && outside;
    return among(title, probe(source.place(), ip, number, port), answers, all);
  }

  private Set<String> fromOutside(Service service, Node node, IpAddress ip) {
    return service.externalLocal() && cluster.settings().keepsClients()
        ? Set.of(world.get(ip.family()).toString())
        : nodeAddresses.get(node.name());
  }

  private static Probe probe(String from, IpAddress to, int number, Service.Port port) {
    return port.protocol() == Protocol.TCP
        ? Probe.tcp(from, to, number)
        : Probe.udp(from, to, number);
  }

  /**
   * One of these must answer. To see that all of them do takes many tries; n (ln n + 16) miss one of n by chance once
   * in millions. What a node does is the same for all that ask it, so one source for each node asks that often,
   * and each pod that has to reach itself.
   */
  private static Check among(
      String title, Probe probe, Map<String, Set<String>> answers, boolean all) {
    int n = answers.size();
    int tries = n < 2 ? 2 : all ? (int) Math.ceil(n * (Math.log(n) + 16)) : n + 1;
    return new Check(title, probe.times(tries), new TreeMap<>(answers), all && n > 0);
  }

  private static List<Service.Backend> ready(Service service, Service.Port port, IpFamily family) {
    return port.backends().stream()
        .filter(b -> b.endpoint().ip().family() == family)
        .filter(b -> b.endpoint().ready())
        .toList();
  }

  private static String name(Service.Backend backend) {
    return backend
        .endpoint()
        .pod()
        .map(Object::toString)
        .orElse(backend.endpoint().ip().toString());
  }
}
