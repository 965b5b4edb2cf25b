package dev.podnet.plan;

import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * The network namespace of a pod.
 *
 * @param name as {@code ip netns} lists it: {@code NAMESPACE.POD}
 * @param pod the pod, as the spec names it: {@code default/web-1}
 * @param sharesWith the name of the namespace this is a second name of; then it has no addresses and routes of its own
 * @param addresses of its eth0; empty when it has none and holds only loopback
 * @param routes what is to stand in its main table besides the connected prefixes
 * @param resolvConf the lines of its resolv.conf; empty when it keeps the host's
 */
public record PodNamespace(
    String name,
    String pod,
    Optional<String> sharesWith,
    List<InterfaceAddress> addresses,
    List<PodRoute> routes,
    List<String> resolvConf) {

  /** Copies the lists. */
  public PodNamespace {
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    resolvConf = List.copyOf(resolvConf);
  }

  /** A default route of the pod, by the family of its next hop. */
  public record PodRoute(IpAddress via) {}
}
