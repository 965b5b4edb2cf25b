package dev.podnet.backends.bgp;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Router;
import dev.podnet.net.Cidr;
import dev.podnet.plan.RouterRoute;
import dev.podnet.source.Located;
import dev.podnet.spi.PlanBuilder;
import java.util.List;

/**
 * Routers of the underlay that speak BGP: those with an autonomous system. A node has a session with each of them that is on
 * its segment, at the segment's gateway.
 */
final class RackRouters {

  private RackRouters() {}

  /** Whether the routers between segments learn where pods are: all that join segments with nodes speak, and BIRD does. */
  static boolean learn(Cluster cluster, BgpSettings settings) {
    List<Router> between =
        cluster.routers().stream().filter(r -> r.segments().size() > 1).toList();
    return settings.speaks()
        && !between.isEmpty()
        && between.stream().allMatch(r -> r.asn().isPresent());
  }

  /** What they learn, for those who follow packets. */
  static void contribute(Cluster cluster, BgpSettings settings, PlanBuilder plan) {
    if (!learn(cluster, settings)) {
      return;
    }
    for (Node node : cluster.nodes()) {
      for (Located<Cidr> pods : node.podCidrs()) {
        node.address(pods.value().family())
            .ifPresent(
                via -> plan.routerRoute(new RouterRoute(pods.value(), via, node.name(), true)));
      }
    }
  }
}
