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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which endpoints a service sends new connections to (Kubernetes, "Virtual IPs and Service Proxies"): the ready ones; where
 * none is, those that are terminating and still serve.
 */
public final class Endpoints {

  private record Share(Cidr cidr, String node) {}

  private final NavigableMap<IpAddress, Share> shares = new TreeMap<>();
  private final Map<IpAddress, String> nodeAddresses = new HashMap<>();

  /** The endpoints of a cluster's services. */
  public Endpoints(Cluster cluster) {
    for (Node node : cluster.nodes()) {
      for (Located<Cidr> cidr : node.podCidrs()) {
        shares.put(cidr.value().network(), new Share(cidr.value(), node.name()));
      }
      node.addresses().forEach(a -> nodeAddresses.put(a.value(), node.name()));
    }
  }

  /** The endpoints of a port for traffic that may go to every node. */
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

  private static List<Backend> usable(
      Service service, List<Backend> backends, Predicate<Backend> wanted) {
    List<Backend> ready = backends.stream()
        .filter(wanted)
        .filter(b -> b.endpoint().ready() || service.publishNotReadyAddresses())
        .toList();
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
