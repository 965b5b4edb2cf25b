package dev.podnet.backends.common;

import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Route;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Routes to the pods of neighbours on one segment: via the neighbour itself, without a tunnel. */
public final class DirectRoutes {

  private DirectRoutes() {}

  /**
   * Adds a route for each pod CIDR of these families of each node; a host leaves out its own.
   *
   * @param least where pods' packets are smaller than the segment's, how large they are at most, in bytes. Of IPv6 netfilter
   *     puts fragments together, which the sending node divides anew by the route's size; larger than they came, the
   *     receiving node may not divide them again (net/ipv6/ip6_output.c, ip6_pkt_too_big)
   */
  public static void contribute(
      List<Node> nodes, Set<IpFamily> families, Optional<Integer> least, FragmentBuilder shared) {
    for (Node node : nodes) {
      for (Located<Cidr> pods : node.podCidrs()) {
        if (!families.contains(pods.value().family())) {
          continue;
        }
        Optional<IpAddress> via = node.address(pods.value().family());
        via.ifPresent(address -> {
          Route route = new Route(
              pods.value(),
              Optional.of(address),
              Optional.empty(),
              false,
              Optional.of(node.name()));
          shared.route(address.isV4() ? route : least.map(route::upTo).orElse(route));
        });
      }
    }
  }
}
