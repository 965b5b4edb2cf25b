package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TopologyCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Router;
import dev.podnet.source.Located;

/** Where the routers hold the routes to pods, one for each node and family, their tables have room for them. */
final class RouteLimitExceeded implements Rule {

  private static final String CLOUD = "cloud";

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    if (!cluster.settings().fabric().name().value().equals(CLOUD)) {
      return;
    }
    int families = cluster.settings().podCidrs().size();
    long routes = (long) cluster.nodes().size() * families;
    for (Router router : cluster.routers()) {
      router
          .routeLimit()
          .filter(limit -> routes > limit.value())
          .ifPresent(limit -> report(cluster, router, limit, routes, families, diagnostics));
    }
  }

  private static void report(
      Cluster cluster,
      Router router,
      Located<Integer> limit,
      long routes,
      int families,
      Diagnostics diagnostics) {
    Diagnostic.at(
            limit.span(),
            TopologyCode.ROUTE_LIMIT_EXCEEDED,
            "router " + router.name() + " takes " + Words.count(limit.value(), "route") + ", but "
                + Words.count(cluster.nodes().size(), "node") + " need " + routes)
        .label(families == 1 ? "one for each node" : "one for each node and family")
        .related(cluster.settings().backend().name().span(), "this backend keeps its routes there")
        .help("raise `routeLimit` if the table takes more, use fewer nodes, or write a backend that"
            + " needs no routes on the router, such as `backend vxlan`")
        .to(diagnostics);
  }
}
