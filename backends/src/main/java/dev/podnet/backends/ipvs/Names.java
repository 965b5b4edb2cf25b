package dev.podnet.backends.ipvs;

import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;

/** The names of the proxy's chains and sets. */
final class Names {

  /** mangle: marks what is for a service. nat: keeps others' translations away from it. filter: what no endpoint takes. */
  static final String SERVICES = "PODNET-SERVICES";

  /** mangle: the same by node port. */
  static final String NODE_PORTS = "PODNET-NODEPORTS";

  /** mangle: a node's own: what its own endpoints take. Asked after {@link #SERVICES}, as its name is behind that. */
  static final String LOCAL = "PODNET-SERVICES-LOCAL";

  /**
   * mangle: who may send to load balancers. Asked after {@link #SERVICES} and before {@link #LOCAL}, as its name is between
   * theirs.
   */
  static final String FROM = "PODNET-SERVICES-FROM";

  /** mangle: what is answered past this node. Asked after {@link #LOCAL}. */
  static final String RETURNS_CHAIN = "PODNET-SERVICES-RETURN";

  /** The mark of each address and port that is answered past the balancer. */
  static final String RETURNS = "PODNET-RETURN";

  /** mangle: the host's own packets that a service does not let in. Asked after {@link #LOCAL}. */
  static final String SHUT = "PODNET-SHUT";

  /** nat: gives packets the node's address where the answer must come back here. */
  static final String POSTROUTING = "PODNET-POSTROUTING";

  /** nat: the end of {@link #POSTROUTING}. */
  static final String MASQUERADE = "PODNET-SERVICE-MASQ";

  /** nat: the same for pods that reach themselves. */
  static final String HAIRPIN = "PODNET-HAIRPIN";

  /** filter: lets answers pass. */
  static final String FORWARD = "PODNET-PROXY-FORWARD";

  private Names() {}

  /** The mark of each address and port. */
  static String marks(IpFamily family) {
    return of("PODNET-SERVICES", family);
  }

  /** The addresses that are services' alone. */
  static String addresses(IpFamily family) {
    return of("PODNET-SERVICE-IPS", family);
  }

  /** The mark of each node port. */
  static String nodePorts(IpFamily family, Protocol protocol) {
    return of("PODNET-NODEPORTS-" + protocol, family);
  }

  /** Who may use which load balancer. */
  static String sources(IpFamily family) {
    return of("PODNET-SOURCES", family);
  }

  /** The mark of each address and port whose traffic the node's own endpoints take. */
  static String local(IpFamily family) {
    return of("PODNET-LOCAL", family);
  }

  /** The same by node port. */
  static String localPorts(IpFamily family, Protocol protocol) {
    return of("PODNET-LOCAL-" + protocol, family);
  }

  /** The mark of load balancers that this host itself may use, though not every host may. */
  static String host(IpFamily family) {
    return of("PODNET-HOST", family);
  }

  /** The node's own endpoints, each with itself. */
  static String hairpin(IpFamily family) {
    return of("PODNET-HAIRPIN", family);
  }

  private static String of(String name, IpFamily family) {
    return family == IpFamily.IPV4 ? name : name + "-6";
  }
}
