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

  /** Adds a route for each pod CIDR of these families of each node; a host leaves out its own. */
  public static void contribute(List<Node> nodes, Set<IpFamily> families, FragmentBuilder shared) {
    for (Node node : nodes) {
      for (Located<Cidr> pods : node.podCidrs()) {
        if (!families.contains(pods.value().family())) {
          continue;
        }
        Optional<IpAddress> via = node.address(pods.value().family());
        via.ifPresent(address -> shared.route(new Route(
            pods.value(),
            Optional.of(address),
            Optional.empty(),
            false,
            Optional.of(node.name()))));
      }
    }
  }
}
