package dev.podnet.resolve;

import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The endpoints of one service while they are gathered: each address once, each address and number of a port once. */
final class EndpointList {

  private final SortedMap<IpAddress, Service.Endpoint> endpoints = new TreeMap<>();
  private final List<SortedMap<IpAddress, SortedMap<Integer, Service.Endpoint>>> ports =
      new ArrayList<>();

  private final List<Service.Published> published = new ArrayList<>();

  EndpointList(int portCount) {
    for (int i = 0; i < portCount; i++) {
      ports.add(new TreeMap<>());
    }
  }

  /** Adds an address; of two that say different things about one address the readier counts, else the first. */
  void add(Service.Endpoint endpoint) {
    endpoints.merge(endpoint.ip(), endpoint, EndpointList::better);
  }

  /** Adds where a port leads on an endpoint; of two the one that stays counts, whose address it is now, else the readier. */
  void add(int port, Service.Endpoint endpoint, int number) {
    ports
        .get(port)
        .computeIfAbsent(endpoint.ip(), ip -> new TreeMap<>())
        .merge(number, endpoint, EndpointList::staying);
  }

  private static Service.Endpoint staying(Service.Endpoint first, Service.Endpoint second) {
    if (first.terminating() == second.terminating()) {
      return better(first, second);
    }
    return first.terminating() ? placed(second, first) : placed(first, second);
  }

  private static Service.Endpoint better(Service.Endpoint first, Service.Endpoint second) {
    return rank(second) > rank(first) ? placed(second, first) : placed(first, second);
  }

  /** The first, on the node of the other where it does not say which: an address is on one node. */
  private static Service.Endpoint placed(Service.Endpoint chosen, Service.Endpoint other) {
    return chosen.node().isEmpty() && other.node().isPresent() ? chosen.on(other.node()) : chosen;
  }

  private static int rank(Service.Endpoint endpoint) {
    return (endpoint.ready() ? 2 : 0) + (endpoint.serving() ? 1 : 0);
  }

  /** Whether an endpoint is known under its hostname, or is none that names are made for. */
  boolean named(Service.Endpoint endpoint) {
    Service.Endpoint known = endpoints.get(endpoint.ip());
    return !endpoint.ready() || known != null && known.hostname().equals(endpoint.hostname());
  }

  /** Adds what is known of an endpoint by name alone. */
  void publish(Service.Published more) {
    published.add(more);
  }

  /** What is known by name alone, in the order of the inputs. */
  List<Service.Published> published() {
    return List.copyOf(published);
  }

  /** Every address, sorted. */
  List<Service.Endpoint> endpoints() {
    return List.copyOf(endpoints.values());
  }

  /** The endpoints of a port, sorted by address, then number. */
  List<Service.Backend> backends(int port) {
    List<Service.Backend> backends = new ArrayList<>();
    ports
        .get(port)
        .values()
        .forEach(numbers -> numbers.forEach(
            (number, endpoint) -> backends.add(new Service.Backend(endpoint, number))));
    return backends;
  }
}
