package dev.podnet.backends.common;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.model.Service.Backend;
import dev.podnet.model.Service.Endpoint;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which endpoints a service sends new connections to (Kubernetes, "Virtual IPs and Service Proxies"): the ready ones; where
 * none is, those that are terminating and still serve.
 *
 * <p>There are two sets of them. What stays on its node by a policy Local goes to the {@link #local} endpoints. All else goes
 * to the {@link #usable} ones, but on nodes where hints keep it near ("Topology Aware Routing"): there it goes to those {@link
 * #ofNode of the node}, else to those {@link #ofZone of its zone}.
 */
public final class Endpoints {

  private record Share(Cidr cidr, String node) {}

  private final NavigableMap<IpAddress, Share> shares = new TreeMap<>();
  private final Map<IpAddress, String> nodeAddresses = new HashMap<>();
  private final SortedMap<String, SortedSet<String>> zones = new TreeMap<>();
  private final Map<String, Optional<String>> zoneOf = new HashMap<>();

  /** The endpoints of a cluster's services. */
  public Endpoints(Cluster cluster) {
    for (Node node : cluster.nodes()) {
      for (Located<Cidr> cidr : node.podCidrs()) {
        shares.put(cidr.value().network(), new Share(cidr.value(), node.name()));
      }
      node.addresses().forEach(a -> nodeAddresses.put(a.value(), node.name()));
      zoneOf.put(node.name(), node.zone());
      node.zone().ifPresent(z -> zones.computeIfAbsent(z, k -> new TreeSet<>()).add(node.name()));
    }
  }

  /** The nodes of each zone that nodes say they are in. */
  public SortedMap<String, SortedSet<String>> zones() {
    return Collections.unmodifiableSortedMap(zones);
  }

  /** The endpoints of a port for traffic that may go to every node, on nodes where no hint keeps it near. */
  public List<Backend> usable(Service service, Service.Port port, IpFamily family) {
    return usable(service, port.backends(), b -> b.endpoint().ip().family() == family);
  }

  /** The endpoints of a port for traffic that stays on the node it is on, by node. */
  public SortedMap<String, List<Backend>> local(
      Service service, Service.Port port, IpFamily family) {
    SortedMap<String, List<Backend>> byNode = new TreeMap<>();
    for (Backend backend : port.backends()) {
      if (backend.endpoint().ip().family() == family) {
        nodeOf(backend.endpoint())
            .ifPresent(n -> byNode.computeIfAbsent(n, k -> new ArrayList<>()).add(backend));
      }
    }
    byNode.replaceAll((node, list) -> usable(service, list, b -> true));
    byNode.values().removeIf(List::isEmpty);
    return byNode;
  }

  /**
   * The endpoints of a port for traffic that may go to every node, on the nodes whose traffic their hints keep to others
   * than {@link #ofZone} or {@link #usable} say: only where every ready endpoint is meant for some node, and on nodes that
   * one is meant for.
   */
  public SortedMap<String, List<Backend>> ofNode(
      Service service, Service.Port port, IpFamily family) {
    SortedMap<String, List<Backend>> near =
        hinted(service, port, family, Endpoint::hintNodes, zoneOf.keySet());
    if (!near.isEmpty()) {
      SortedMap<String, List<Backend>> zone = ofZone(service, port, family);
      List<Backend> all = usable(service, port, family);
      near.entrySet()
          .removeIf(e -> e.getValue()
              .equals(zoneOf.get(e.getKey()).map(z -> zone.getOrDefault(z, all)).orElse(all)));
    }
    return near;
  }

  /**
   * The same for all nodes of a zone, by the zone: only where every ready endpoint is meant for some zone, and in zones that
   * one, but not all of them are meant for.
   */
  public SortedMap<String, List<Backend>> ofZone(
      Service service, Service.Port port, IpFamily family) {
    SortedMap<String, List<Backend>> near =
        hinted(service, port, family, Endpoint::hintZones, zones.keySet());
    if (!near.isEmpty()) {
      near.values().removeIf(usable(service, port, family)::equals);
    }
    return near;
  }

  private static SortedMap<String, List<Backend>> hinted(
      Service service,
      Service.Port port,
      IpFamily family,
      Function<Endpoint, List<String>> hints,
      Set<String> places) {
    SortedMap<String, List<Backend>> near = new TreeMap<>();
    for (Backend backend : port.backends()) {
      Endpoint endpoint = backend.endpoint();
      if (endpoint.ip().family() == family && endpoint.ready()) {
        if (hints.apply(endpoint).isEmpty()) {
          return new TreeMap<>();
        }
        new TreeSet<>(hints.apply(endpoint))
            .stream()
                .filter(places::contains)
                .forEach(p -> near.computeIfAbsent(p, k -> new ArrayList<>()).add(backend));
      }
    }
    return near;
  }

  private static List<Backend> usable(
      Service service, List<Backend> backends, Predicate<Backend> wanted) {
    List<Backend> ready =
        backends.stream().filter(wanted).filter(b -> b.endpoint().ready()).toList();
    if (!ready.isEmpty()) {
      return ready;
    }
    return backends.stream()
        .filter(wanted)
        .filter(b -> b.endpoint().serving() && b.endpoint().terminating())
        .toList();
  }

  /** The node an endpoint is on: as given, else the one whose pod CIDR or address it is. */
  public Optional<String> nodeOf(Endpoint endpoint) {
    if (endpoint.node().isPresent()) {
      return endpoint.node();
    }
    String host = nodeAddresses.get(endpoint.ip());
    return host != null ? Optional.of(host) : shareOf(endpoint.ip());
  }

  /** Whether an address is a node's own. */
  public boolean isNode(IpAddress address) {
    return nodeAddresses.containsKey(address);
  }

  private Optional<String> shareOf(IpAddress address) {
    Map.Entry<IpAddress, Share> below = shares.floorEntry(address);
    return below != null && below.getValue().cidr().contains(address)
        ? Optional.of(below.getValue().node())
        : Optional.empty();
  }
}
