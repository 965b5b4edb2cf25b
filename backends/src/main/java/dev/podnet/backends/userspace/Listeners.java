package dev.podnet.backends.userspace;

import dev.podnet.backends.common.Hashes;
import dev.podnet.model.Cluster;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which port the balancer takes for each service port. A port follows from the service's name, so that another service
 * changes it only in the rare case that both names lead to the same one.
 */
final class Listeners {

  /** Which endpoints a port leads to; in the order in which they get their ports. */
  enum Kind {
    /** Those for traffic that may go to every node. */
    ALL(""),
    /** Those of the node. */
    LOCAL(" local"),
    /** Those meant for the node's zone. */
    ZONE(" zone"),
    /** Those meant for the node. */
    NODE(" node");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  private final PortRange range;
  private final Map<String, Integer> ports = new HashMap<>();

  /**
   * Gives every service port its ports.
   *
   * @param range the ports to choose from; its first is left for the balancer's own use
   * @throws IllegalArgumentException when they are too few, which {@link #fit} tells
   */
  Listeners(Cluster cluster, PortRange range) {
    if (!fit(cluster, range)) {
      throw new IllegalArgumentException("too few ports in " + range);
    }
    this.range = range;
    Set<Integer> taken = taken(cluster);
    for (Kind kind : Kind.values()) {
      for (String key : keys(cluster, kind)) {
        int n = 1;
        int port = choose(key, n);
        while (!taken.add(port)) {
          port = choose(key, ++n);
        }
        ports.put(key, port);
      }
    }
  }

  /** Whether there are enough ports: a quarter stays free, so that names keep theirs. */
  static boolean fit(Cluster cluster, PortRange range) {
    return needed(cluster) + taken(cluster).size() <= (range.size() - 1) * 3L / 4;
  }

  /** How many ports the services of a cluster need. */
  static int needed(Cluster cluster) {
    int count = 0;
    for (Kind kind : Kind.values()) {
      count += keys(cluster, kind).size();
    }
    return count;
  }

  /** The port on which the balancer says which configuration it has. */
  int ready() {
    return range.first();
  }

  /** The port of a service port. */
  int port(Service service, Service.Port port, Kind kind) {
    return ports.get(key(service, port, kind));
  }

  private int choose(String key, int n) {
    byte[] hash = Hashes.sha256(key + "#" + n);
    long number = (hash[0] & 0xffL) << 24
        | (hash[1] & 0xffL) << 16
        | (hash[2] & 0xffL) << 8
        | hash[3] & 0xffL;
    return range.first() + 1 + (int) (number % (range.size() - 1));
  }

  /** Ports that pods take on their nodes. */
  private static Set<Integer> taken(Cluster cluster) {
    Set<Integer> taken = new HashSet<>();
    for (Pod pod : cluster.pods()) {
      for (Pod.Container container : pod.containers()) {
        for (Pod.Port port : container.ports()) {
          port.hostPort().ifPresent(taken::add);
          if (pod.network() == Pod.Network.HOST) {
            taken.add(port.number());
          }
        }
      }
    }
    return taken;
  }

  private static Set<String> keys(Cluster cluster, Kind kind) {
    Set<String> keys = new TreeSet<>();
    for (Service service : UserspaceProxy.relayed(cluster)) {
      for (Service.Port port : service.ports()) {
        if (port.protocol() != Protocol.SCTP && wanted(service, port, kind)) {
          keys.add(key(service, port, kind));
        }
      }
    }
    return keys;
  }

  private static boolean wanted(Service service, Service.Port port, Kind kind) {
    List<Service.Endpoint> endpoints =
        port.backends().stream().map(Service.Backend::endpoint).toList();
    return switch (kind) {
      case ALL -> true;
      case LOCAL -> service.internalLocal() || service.externalLocal();
      case ZONE -> endpoints.stream().anyMatch(e -> !e.hintZones().isEmpty());
      case NODE -> endpoints.stream().anyMatch(e -> !e.hintNodes().isEmpty());
    };
  }

  private static String key(Service service, Service.Port port, Kind kind) {
    return service.ref() + ":" + port.name().orElse(Integer.toString(port.number())) + "/"
        + port.protocol().lowerName() + kind.suffix;
  }
}
