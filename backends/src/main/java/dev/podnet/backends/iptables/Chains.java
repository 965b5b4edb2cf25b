package dev.podnet.backends.iptables;

import dev.podnet.backends.common.Hashes;
import dev.podnet.backends.common.UniqueNames;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.Protocol;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The names of the proxy's chains. */
final class Chains {

  /** nat: finds the service of a packet. filter: refuses what no service took. */
  static final String SERVICES = "PODNET-SERVICES";

  /** What the names of further chains begin with where that chain has grown. */
  static final String PREFIX = "PODNET-";

  /** nat: services whose traffic stays on the node, as far as this node has endpoints. */
  static final String LOCAL = "PODNET-LOCAL";

  /** Of its further chains: those by ClusterIP. */
  static final String LOCAL_INSIDE = "PODNET-L-";

  /** Of its further chains: those by other addresses and by node port. */
  static final String LOCAL_OUTSIDE = "PODNET-X-";

  /** nat: gives marked packets the node's address. */
  static final String POSTROUTING = "PODNET-POSTROUTING";

  /** nat: the same for pods that reach themselves through a service. */
  static final String HAIRPIN = "PODNET-HAIRPIN";

  /** filter: lets pass what the proxy has translated. */
  static final String PROXY_FORWARD = "PODNET-PROXY-FORWARD";

  /** filter: keeps strangers from the loopback addresses that node ports open. */
  static final String LOCALHOST = "PODNET-LOCALHOST";

  /** Where hints keep traffic near; the names stand in the order in which the chains are asked. */
  enum Near {
    /** On the node an endpoint is meant for. */
    NODE("PODNET-HERE", "PODNET-H-", "PODNET-SVH-", "PODNET-EXH-"),
    /** In the zone it is meant for. */
    ZONE("PODNET-NEAR", "PODNET-N-", "PODNET-SVN-", "PODNET-EXN-");

    private final String dispatch;
    private final String prefix;
    private final String service;
    private final String external;

    Near(String dispatch, String prefix, String service, String external) {
      this.dispatch = dispatch;
      this.prefix = prefix;
      this.service = service;
      this.external = external;
    }

    /** nat: finds the service of a packet. */
    String dispatch() {
      return dispatch;
    }

    /** Of its further chains. */
    String prefix() {
      return prefix;
    }
  }

  private final Map<String, String> names;

  /** The names of a cluster's chains. */
  Chains(Cluster cluster) {
    SortedSet<String> keys = new TreeSet<>();
    for (Service service : cluster.services()) {
      service.ports().forEach(port -> keys.add(key(service, port)));
    }
    this.names = UniqueNames.assign(keys, Chains::shortName);
  }

  /** A digit, so that it is no word, and seven letters: many rules begin with it. */
  private static String shortName(String key) {
    byte first = Hashes.sha256(key)[31];
    return (char) ('2' + (first & 0xff) % 6) + Hashes.base32(key).substring(0, 7);
  }

  /** A service port as chain names are made from it. */
  private static String key(Service service, Service.Port port) {
    Protocol protocol = port.protocol();
    return service.ref() + ":" + port.name().orElse(Integer.toString(port.number())) + "/"
        + protocol.lowerName();
  }

  /** nat: all endpoints of a service port. */
  String service(Service service, Service.Port port) {
    return "PODNET-" + names.get(key(service, port));
  }

  /** nat: the endpoints of a service port on one node. */
  String local(Service service, Service.Port port) {
    return "PODNET-SVL-" + names.get(key(service, port));
  }

  /** nat: what comes to a service port from outside the cluster. */
  String external(Service service, Service.Port port) {
    return "PODNET-EXT-" + names.get(key(service, port));
  }

  /** nat: the endpoints of a service port that are near. */
  String service(Near near, Service service, Service.Port port) {
    return near.service + names.get(key(service, port));
  }

  /** nat: what comes to those from outside the cluster. */
  String external(Near near, Service service, Service.Port port) {
    return near.external + names.get(key(service, port));
  }

  /** nat: what comes to a load balancer that only some may use. */
  String firewall(Service service, Service.Port port) {
    return "PODNET-FW-" + names.get(key(service, port));
  }

  /** The list of clients that stay with an endpoint. */
  static String affinity(Service service, Service.Port port, Service.Backend backend) {
    return "PODNET-SEP-"
        + Hashes.base32(key(service, port) + " " + backend.endpoint().ip() + " " + backend.port());
  }
}
