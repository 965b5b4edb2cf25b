package dev.podnet.plan;

import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import java.util.List;
import java.util.Optional;

/**
 * The network namespace of a pod.
 *
 * @param name as {@code ip netns} lists it: {@code NAMESPACE.POD}
 * @param pod the pod, as the spec names it: {@code default/web-1}
 * @param sharesWith the name of the namespace this is a second name of; then it has no addresses and routes of its own
 * @param addresses of its eth0; empty when it has none and holds only loopback
 * @param routes what is to stand in its main table besides the connected prefixes, in the order in which they can be
 *     added
 * @param neighbours its permanent neighbours, on eth0
 * @param resolvConf the lines of its resolv.conf; empty when it keeps the host's
 */
public record PodNamespace(
    String name,
    String pod,
    Optional<String> sharesWith,
    List<InterfaceAddress> addresses,
    List<PodRoute> routes,
    List<PodNeighbour> neighbours,
    List<String> resolvConf) {

  /** Copies the lists. */
  public PodNamespace {
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    neighbours = List.copyOf(neighbours);
    resolvConf = List.copyOf(resolvConf);
  }

  /** One without permanent neighbours. */
  public PodNamespace(
      String name,
      String pod,
      Optional<String> sharesWith,
      List<InterfaceAddress> addresses,
      List<PodRoute> routes,
      List<String> resolvConf) {
    this(name, pod, sharesWith, addresses, routes, List.of(), resolvConf);
  }

  /**
   * A route of the pod, by its eth0.
   *
   * @param destination where to; a zero-length prefix is the default route
   * @param via the next hop; empty for what is on the link itself
   */
  public record PodRoute(Cidr destination, Optional<IpAddress> via) {

    /** The default route of the family of its next hop. */
    public PodRoute(IpAddress via) {
      this(Cidr.parse(via.family() == IpFamily.IPV4 ? "0.0.0.0/0" : "::/0"), Optional.of(via));
    }

    /** Whether it leads to everything that no other route of its family leads to. */
    public boolean isDefault() {
      return destination.length() == 0;
    }
  }

  /**
   * A permanent neighbour of the pod, on its eth0.
   *
   * @param address its address
   * @param mac its MAC
   */
  public record PodNeighbour(IpAddress address, MacAddress mac) {}
}
