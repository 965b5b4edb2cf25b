package dev.podnet.simulate;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Plan;
import dev.podnet.plan.PodNamespace;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A plan on its underlay, laid out for walking. Made once, asked often; several threads may ask at once. */
public final class Network {

  /** How many ways of outer packets are kept; a large cluster's proof asks for some ten thousand. */
  private static final int MOST_OUTERS = 200_000;

  /** An outer packet and who sends it. */
  private record Outer(String host, Packet packet) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Outer that && host.equals(that.host) && packet.same(that.packet);
    }

    @Override
    public int hashCode() {
      return host.hashCode() * 31 + packet.destination().hashCode();
    }
  }

  private final Map<Outer, List<Arrival>> outers = new ConcurrentHashMap<>();
  private final Underlay underlay;
  private final List<Cidr> clusterRanges;
  private final boolean outsideKnowsPods;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final List<Host> inOrder;
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Host> hostOfNamespace = new HashMap<>();
  private final Map<String, PodNamespace> namespaces = new HashMap<>();
  private final Map<IpAddress, String> fronts = new HashMap<>();
  private final Map<IpAddress, Host> holders = new HashMap<>();
  private final RouteTable<IpAddress> routerTable = new RouteTable<>();

  private Network(
      Plan plan, Underlay underlay, List<Cidr> clusterRanges, boolean outsideKnowsPods) {
    this.underlay = underlay;
    this.clusterRanges = List.copyOf(clusterRanges);
    this.outsideKnowsPods = outsideKnowsPods;
    Map<String, FragmentIndex> shared = new HashMap<>();
    plan.shared()
        .forEach((name, fragment) -> shared.put(
            name, new FragmentIndex("cluster/" + name, fragment.part(), fragment.fragment())));
    plan.routerTable().forEach(r -> routerTable.put(r.destination(), r.via()));
    for (HostState state : plan.hosts()) {
      List<FragmentIndex> own = new ArrayList<>();
      state
          .parts()
          .forEach((part, fragment) -> own.add(
              new FragmentIndex("nodes/" + state.node() + "/" + part.word(), part, fragment)));
      List<FragmentIndex> others = new ArrayList<>();
      state.includes().forEach(name -> others.add(shared.get(name)));
      Host host = new Host(state, own, others);
      hosts.put(host.name, host);
      host.eachAddress(address -> holders.putIfAbsent(address, host));
      Map<String, PodNamespace> byName = new HashMap<>();
      host.namespaces().forEach(n -> byName.put(n.name(), n));
      for (PodNamespace namespace : host.namespaces()) {
        // A pod that shares the network of another sends and receives as that one does.
        PodNamespace network = namespace.sharesWith().map(byName::get).orElse(namespace);
        namespaces.put(namespace.pod(), network);
        hostOfNamespace.put(namespace.pod(), host);
      }
    }
    inOrder = List.copyOf(hosts.values());
    inOrder.forEach(host -> places.put(host.name, places.size()));
  }

  /** Lays out a plan that was made from this cluster. */
  public static Network of(Cluster cluster, Plan plan) {
    List<Cidr> ranges = new ArrayList<>();
    cluster.settings().podCidrs().forEach(c -> ranges.add(c.value()));
    cluster.settings().serviceCidrs().forEach(c -> ranges.add(c.value()));
    Network network =
        new Network(plan, Underlay.of(cluster), ranges, !cluster.settings().masquerade());
    cluster.services().stream()
        .filter(Service::proxied)
        .forEach(s -> network.addFronts(cluster, s));
    return network;
  }

  /** The node's address to which the underlay's routers hand what is for an address of a pod. */
  Optional<IpAddress> routerHop(IpAddress destination) {
    return routerTable.lookup(destination, v -> true).map(Map.Entry::getValue);
  }

  /** Whether hosts outside answer to pods' own addresses, which without masquerade is the underlay's business. */
  boolean outsideKnowsPods() {
    return outsideKnowsPods;
  }

  /** Load balancers ask the nodes that have an endpoint first, where only those answer. */
  private void addFronts(Cluster cluster, Service service) {
    Optional<String> with = service.endpoints().stream()
        .filter(e -> service.externalLocal() && e.ready())
        .flatMap(e -> e.node().stream())
        .filter(hosts::containsKey)
        .findFirst();
    Optional<String> any = cluster.nodes().stream().map(Node::name).findFirst();
    Stream.concat(service.externalIps().stream(), service.loadBalancerIps().stream())
        .map(Located::value)
        .filter(a -> underlay.hostOf(a).isEmpty())
        .forEach(a -> with.or(() -> any).ifPresent(n -> fronts.putIfAbsent(a, n)));
  }

  /** The node that the outside leads a service's external or load balancer's address to, where no host has it. */
  Optional<String> front(IpAddress address) {
    return Optional.ofNullable(fronts.get(address));
  }

  Underlay underlay() {
    return underlay;
  }

  /** The host that has the address, itself or by one of its pods. */
  Optional<Host> holder(IpAddress address) {
    return Optional.ofNullable(holders.get(address));
  }

  Optional<Host> host(String name) {
    return Optional.ofNullable(hosts.get(name));
  }

  List<Host> hosts() {
    return inOrder;
  }

  /** The host behind another in the list, the first behind the last; so each is somebody's neighbour once. */
  Host behind(Host host) {
    return inOrder.get((places.get(host.name) + 1) % inOrder.size());
  }

  Optional<PodNamespace> namespaceOf(String pod) {
    return Optional.ofNullable(namespaces.get(pod));
  }

  Optional<Host> hostOf(String pod) {
    return Optional.ofNullable(hostOfNamespace.get(pod));
  }

  /**
   * The ends of an outer packet that a host sends. It starts afresh whatever it carries, so all that one host wraps for another
   * goes the same way, which is walked once.
   *
   * @param told whether its steps are wanted in words
   */
  List<Arrival> outer(Host host, Packet packet, boolean told) {
    if (told) {
      return Walker.fromHost(this, host, Path.start(packet, true));
    }
    Outer key = new Outer(host.name, packet);
    List<Arrival> known = outers.get(key);
    if (known == null) {
      known = Walker.fromHost(this, host, Path.start(packet, false));
      if (outers.size() < MOST_OUTERS) {
        outers.put(key, known);
      }
    }
    return known;
  }

  /** The MTU of a pod's interface in bytes: that of its veth. */
  int podMtu(Host host, PodNamespace pod) {
    return host.vethOf(pod).map(v -> v.mtu()).orElse(Simulator.SMALL);
  }

  boolean isClusterAddress(IpAddress address) {
    return clusterRanges.stream().anyMatch(c -> c.contains(address));
  }
}
