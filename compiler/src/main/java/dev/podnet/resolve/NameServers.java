package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameServiceCode;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.DnsAddress;
import dev.podnet.model.NameServer;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.PodDns;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The name servers that podnet runs, and the pods and the service they are in the cluster: as a cluster of Kubernetes has
 * CoreDNS behind {@code kube-system/kube-dns}, in the hosts' network. What the inputs say of that service or of pods for it
 * counts, and nothing is added to it.
 */
final class NameServers {

  /** How many nodes run one when nobody says: as many as kubeadm runs of CoreDNS. */
  private static final int MANY = 2;

  /** The label by which every cluster finds the pods of its name service. */
  private static final SortedMap<String, String> LABELS =
      new TreeMap<>(Map.of("k8s-app", "kube-dns"));

  private final ClusterSettings settings;
  private final NameServerWish wish;
  private final List<Node> nodes;
  private final List<Pod> pods;
  private final List<ServiceDraft> services;
  private final GivenEndpoints given;
  private final Lock lock;
  private final Diagnostics diagnostics;

  private NameServers(
      ClusterSettings settings,
      List<Node> nodes,
      List<Pod> pods,
      List<ServiceDraft> services,
      GivenEndpoints given,
      Lock lock,
      Diagnostics diagnostics) {
    this.settings = settings;
    this.wish = NameServerWish.of(settings);
    this.nodes = nodes;
    this.pods = pods;
    this.services = services;
    this.given = given;
    this.lock = lock;
    this.diagnostics = diagnostics;
  }

  /**
   * What there is with them.
   *
   * @param pods all pods, in their order
   * @param services all services, in their order
   * @param servers the servers, in the order of the nodes
   */
  record Result(List<Pod> pods, List<ServiceDraft> services, List<NameServer> servers) {}

  /** Adds them to the pods and services of the inputs. */
  static Result add(
      ClusterSettings settings,
      List<Node> nodes,
      List<Pod> pods,
      List<ServiceDraft> services,
      GivenEndpoints given,
      Lock lock,
      Diagnostics diagnostics) {
    NameServers all = new NameServers(settings, nodes, pods, services, given, lock, diagnostics);
    return all.add().orElse(new Result(pods, services, List.of()));
  }

  private Optional<Result> add() {
    Optional<ServiceDraft> declared =
        services.stream().filter(s -> s.ref().equals(DnsAddress.SERVICE)).findFirst();
    if (!wish.wanted() || nodes.isEmpty() || servedElsewhere(declared)) {
      return Optional.empty();
    }
    List<IpFamily> families = families();
    int port =
        wish.port().or(() -> declared.flatMap(NameServers::target)).orElse(NameServerWish.DNS_PORT);
    List<Node> chosen = wish.on().isEmpty()
        ? chosen(free(families, port))
        : nodes.stream().filter(n -> wish.on().contains(n.name())).toList();
    List<IpFamily> served = families.stream()
        .filter(f -> chosen.stream().anyMatch(n -> n.address(f).isPresent()))
        .toList();
    if (chosen.isEmpty() || served.isEmpty()) {
      reportNotReached(chosen);
      return Optional.empty();
    }
    ServiceDraft service = declared.map(this::selecting).orElseGet(() -> service(served, port));
    List<Pod> added = chosen.stream().map(n -> pod(n, service, port)).toList();
    List<ServiceDraft> drafts = new ArrayList<>(services);
    declared.ifPresent(drafts::remove);
    drafts.add(service);
    return Optional.of(new Result(
        Stream.concat(pods.stream(), added.stream())
            .sorted(Comparator.comparing(Pod::ref))
            .toList(),
        drafts.stream().sorted(Comparator.comparing(ServiceDraft::ref)).toList(),
        chosen.stream()
            .map(n -> new NameServer(ref(n), n.name(), addresses(n, served), port))
            .toList()));
  }

  /** The first of the nodes that can; those that have one by the lock come before others. */
  private List<Node> chosen(List<Node> free) {
    List<Node> first = free.stream()
        .sorted(Comparator.comparing(n -> !lock.pods().containsKey(ref(n))))
        .limit(MANY)
        .toList();
    return free.stream().filter(first::contains).toList();
  }

  private static ObjectRef ref(Node node) {
    return new ObjectRef(
        DnsAddress.SERVICE.namespace(), DnsAddress.SERVICE.name() + "-" + node.name());
  }

  private static List<IpAddress> addresses(Node node, List<IpFamily> families) {
    return families.stream().flatMap(f -> node.address(f).stream()).toList();
  }

  /** Whether the inputs say who serves, or leave nobody to do it for. */
  private boolean servedElsewhere(Optional<ServiceDraft> declared) {
    if (!wish.on().isEmpty()) {
      Optional<String> why = declared.flatMap(this::endpointsOfItsOwn).or(this::podOfThatName);
      why.ifPresent(w -> Diagnostic.at(
              wish.onSpan(),
              NameServiceCode.SERVED_ELSEWHERE,
              "no name server is run on these nodes: " + w)
          .help("leave `on` out, or take that out of the inputs")
          .to(diagnostics));
      return why.isPresent();
    }
    List<IpAddress> dns = DnsAddress.of(settings);
    return declared.isPresent()
        || !wish.proxied()
        || dns.isEmpty()
        || !dns.stream().allMatch(this::clusterIp)
        || services.stream()
            .anyMatch(s -> s.clusterIps().stream().anyMatch(ip -> dns.contains(ip.value())))
        || pods.stream().anyMatch(NameServers::ofNameService)
        || podOfThatName().isPresent();
  }

  private static boolean ofNameService(Pod pod) {
    return pod.ref().namespace().equals(DnsAddress.SERVICE.namespace())
        && pod.labels().entrySet().containsAll(LABELS.entrySet());
  }

  private Optional<String> podOfThatName() {
    Set<ObjectRef> names = new HashSet<>();
    nodes.forEach(n -> names.add(ref(n)));
    return pods.stream()
        .map(Pod::ref)
        .filter(names::contains)
        .findFirst()
        .map(p -> "there is a pod " + p);
  }

  private Optional<String> endpointsOfItsOwn(ServiceDraft service) {
    String name = "service " + service.ref();
    if (!service.hasClusterIp()) {
      return Optional.of(name + " has no ClusterIP");
    }
    if (given.find(service.ref()).isPresent() || service.endpoints().isPresent()) {
      return Optional.of(name + " has endpoints of its own");
    }
    List<Pod> selected =
        new PodIndex(pods, nodes).select(service.ref().namespace(), service.selector());
    return selected.isEmpty()
        ? Optional.empty()
        : Optional.of(name + " has pods, such as " + selected.get(0).ref());
  }

  /** Whether a service may have this address. */
  private boolean clusterIp(IpAddress ip) {
    return settings.serviceCidrs().stream()
        .map(Located::value)
        .anyMatch(
            r -> r.contains(ip) && !ip.equals(r.network()) && (!ip.isV4() || !ip.equals(r.last())));
  }

  /** The families in which pods ask. */
  private List<IpFamily> families() {
    return DnsAddress.of(settings).stream().map(IpAddress::family).toList();
  }

  /** The nodes that can run one, where nobody else has the port. Pods and services are looked through once for all nodes. */
  private List<Node> free(List<IpFamily> families, int port) {
    if (settings.nodePortRange().contains(port)) {
      return List.of();
    }
    Set<String> taken = new HashSet<>();
    for (Pod pod : pods) {
      if (pod.node().isPresent() && takes(pod, port)) {
        taken.add(pod.node().get());
      }
    }
    Set<IpAddress> led = new HashSet<>();
    for (ServiceDraft service : services) {
      if (service.ports().stream().anyMatch(p -> p.number().value() == port)) {
        // It leads what comes to these addresses elsewhere, also where they are a node's.
        service.externalIps().forEach(ip -> led.add(ip.value()));
        service.loadBalancerIps().forEach(ip -> led.add(ip.value()));
      }
    }
    return nodes.stream()
        .filter(n -> families.stream().anyMatch(f -> n.address(f).isPresent()))
        .filter(n -> !taken.contains(n.name()))
        .filter(n -> Stream.of(IpFamily.values())
            .noneMatch(f -> n.address(f).filter(led::contains).isPresent()))
        .toList();
  }

  private static boolean takes(Pod pod, int port) {
    return pod.containers().stream()
        .flatMap(c -> c.ports().stream())
        .anyMatch(p -> p.hostPort().isPresent()
            ? p.hostPort().get() == port
            : pod.network() == Pod.Network.HOST && p.number() == port);
  }

  /** Where a declared service leads, as far as it says so with a number. */
  private static Optional<Integer> target(ServiceDraft service) {
    return service.ports().stream()
        .filter(p -> p.protocol() == Protocol.UDP)
        .flatMap(p -> p.target().number().stream())
        .findFirst();
  }

  private ServiceDraft service(List<IpFamily> families, int port) {
    return ServiceDraft.clusterIp(
        DnsAddress.SERVICE,
        wish.span(),
        families.stream().map(f -> new Located<>(f, wish.span())).toList(),
        LABELS,
        List.of(port("dns", Protocol.UDP, port), port("dns-tcp", Protocol.TCP, port)));
  }

  private ServiceDraft.Port port(String name, Protocol protocol, int target) {
    return new ServiceDraft.Port(
        wish.span(),
        Optional.of(new Located<>(name, wish.span())),
        new Located<>(NameServerWish.DNS_PORT, wish.span()),
        protocol,
        new Service.Target(Optional.of(target), Optional.empty()),
        wish.span(),
        Optional.empty());
  }

  private ServiceDraft selecting(ServiceDraft service) {
    return service.selector().isEmpty() ? service.selecting(LABELS) : service;
  }

  /** The pod of a node's server; it has every port that the service asks for by name. */
  private Pod pod(Node node, ServiceDraft service, int port) {
    List<Pod.Port> ports = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (ServiceDraft.Port p : service.ports()) {
      String name = p.target().name().or(() -> p.name().map(Located::value)).orElse("dns");
      if (names.add(name)) {
        ports.add(new Pod.Port(
            wish.span(),
            Optional.of(name),
            port,
            p.protocol(),
            Optional.empty(),
            Optional.empty()));
      }
    }
    return new Pod(
        ref(node),
        wish.span(),
        Optional.empty(),
        Optional.of(node.name()),
        Pod.Network.HOST,
        Optional.empty(),
        node.addresses(),
        false,
        service.selector(),
        Optional.empty(),
        Optional.empty(),
        List.of(new Pod.Container("dns", ports)),
        PodDns.CLUSTER_FIRST,
        true,
        false);
  }

  private void reportNotReached(List<Node> chosen) {
    if (!chosen.isEmpty() && !wish.on().isEmpty()) {
      Diagnostic.at(
              wish.onSpan(),
              NameServiceCode.SERVER_NOT_REACHED,
              "no name server is run on these nodes: none has an address of the family in which"
                  + " pods ask")
          .help("give the nodes such an address")
          .to(diagnostics);
    }
  }
}
