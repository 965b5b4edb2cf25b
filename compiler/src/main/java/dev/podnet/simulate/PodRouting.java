package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.plan.Link;
import dev.podnet.plan.PodNamespace;
import java.util.Optional;

/** The routing decision inside a pod, and whether the pod learns the MAC of its next hop. */
final class PodRouting {

  private PodRouting() {}

  /**
   * The way out of a pod.
   *
   * @param next whom the pod hands the packet to
   * @param decided the route, in words
   */
  record Way(IpAddress next, String decided) {}

  /** The longest prefix among the pod's own networks and its routes. */
  static Optional<Way> way(PodNamespace pod, IpAddress destination) {
    Way best = null;
    int length = -1;
    for (InterfaceAddress address : pod.addresses()) {
      Cidr network = address.network();
      if (network.contains(destination) && network.length() > length) {
        best = new Way(destination, "its own network, dev eth0");
        length = network.length();
      }
    }
    for (PodNamespace.PodRoute route : pod.routes()) {
      boolean fits = route.destination().contains(destination);
      if (fits && route.destination().length() > length) {
        length = route.destination().length();
        IpAddress next = route.via().orElse(destination);
        String prefix = route.isDefault() ? "default" : route.destination().toString();
        best = new Way(next, prefix + route.via().map(v -> " via " + v).orElse("") + " dev eth0");
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Whether the pod gets to know the MAC of a next hop. On a bridge its owner answers; on a wire of its own the pod either
   * knows it for good, or the host answers: for its own link-local address made from its MAC (RFC 4291, appendix A), and
   * with proxy ARP for an address that it would reach by another interface (linux/Documentation/networking/ip-sysctl.rst,
   * proxy_arp).
   */
  static boolean answered(
      Network network, Host host, PodNamespace pod, Link.Veth veth, IpAddress next) {
    if (veth.master().isPresent()) {
      return true;
    }
    for (PodNamespace.PodNeighbour neighbour : pod.neighbours()) {
      if (neighbour.address().equals(next)) {
        return neighbour.mac().equals(veth.mac());
      }
    }
    if (!next.isV4()) {
      return next.equals(veth.mac().linkLocal());
    }
    String proxy = "net/ipv4/conf/" + veth.name() + "/proxy_arp";
    return host.addressesOf(veth.name(), next.family()).contains(next)
        || host.sysctl(proxy).orElse("0").equals("1")
            && Routing.exit(network, host, next)
                .filter(e -> !e.blackhole() && !e.dev().equals(veth.name()))
                .isPresent();
  }
}
