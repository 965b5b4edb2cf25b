package dev.podnet.backends.cloud;

import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.Segments;
import dev.podnet.backends.common.Underlay;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.RouterRoute;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;
import java.util.Map;

/**
 * kubenet with a cloud's route table (Kubernetes, "Network Plugins": kubenet; the cloud providers' route controllers):
 * nodes know their default route alone, and the router has one route for each node and family.
 */
public final class CloudFabric implements Fabric {

  @Override
  public String name() {
    return "cloud";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of();
  }

  @Override
  public int overhead(BackendContext context) {
    return 0;
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return false;
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    for (IpFamily family : cluster.settings().podFamilies()) {
      Underlay.reportMissing(
          cluster, family, "the router needs it as the next hop to the node's pods", diagnostics);
    }
    Map<String, List<Node>> used = Segments.nodes(cluster);
    for (Segment segment : cluster.segments()) {
      if (!segment.implicit() && used.containsKey(segment.name())) {
        for (IpFamily family : cluster.settings().podFamilies()) {
          // Nodes without an address of the family are reported already.
          if (used.get(segment.name()).stream().anyMatch(n -> n.address(family).isPresent())) {
            checkGateway(segment, family, diagnostics);
          }
        }
      }
    }
  }

  private static void checkGateway(Segment segment, IpFamily family, Diagnostics diagnostics) {
    boolean there = segment.gateways().stream().anyMatch(g -> g.value().family() == family);
    if (!there) {
      String name = family == IpFamily.IPV4 ? "IPv4" : "IPv6";
      Diagnostic.at(
              segment.span(),
              SettingCode.GATEWAY_NEEDED,
              "segment " + segment.name() + " has no " + name
                  + " gateway, and with backend cloud nodes hand all they send to pods of others to it")
          .help("say which address the router has on it: `gateway ADDRESS`")
          .to(diagnostics);
    }
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    PodNetwork.contribute(context, plan, true);
    for (Node node : context.cluster().nodes()) {
      for (Located<Cidr> pods : node.podCidrs()) {
        node.address(pods.value().family())
            .ifPresent(
                via -> plan.routerRoute(new RouterRoute(pods.value(), via, node.name(), false)));
      }
    }
  }
}
