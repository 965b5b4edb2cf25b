package org.example.podnet.hub;

import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.Underlay;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Part;
import dev.podnet.plan.Route;
import dev.podnet.plan.Sysctl;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;
import java.util.Optional;

/**
 * All pod traffic between nodes by way of one of them, the hub, which may have a firewall: every other node has one route
 * for all pods, via the hub, and the hub has a route to each.
 */
public final class HubFabric implements Fabric {

  private static final String NODE = "node";

  @Override
  public String name() {
    return "hub";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.list(NODE, SettingSpec.Form.NODES, "The node that the others go by."));
  }

  /** Nothing is wrapped: pods have the whole MTU of the underlay. */
  @Override
  public int overhead(BackendContext context) {
    return 0;
  }

  /** A node hands packets to the hub, and the hub to a node, without a tunnel: they have to be neighbours. */
  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return true;
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    for (IpFamily family : cluster.settings().podFamilies()) {
      Underlay.reportMissing(cluster, family, "hub needs it as a next hop", diagnostics);
    }
    if (context.settings().list(NODE).size() != 1) {
      Diagnostic.at(
              context.choice().name().span(),
              SettingCode.SETTING_VALUE_COUNT,
              "fabric hub needs to know which one node is the hub")
          .help("write `hub { node NAME }`")
          .to(diagnostics);
    }
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    String name = context.settings().list(NODE).get(0);
    Node hub =
        cluster.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
    PodNetwork.contribute(context, plan, true);

    // What several hosts have in common is written once.
    FragmentBuilder spokes =
        plan.shared("spokes", Part.NETWORK, "all pods of other nodes by way of " + name);
    for (Located<Cidr> pods : cluster.settings().podCidrs()) {
      spokes.route(via(pods.value(), hub.address(pods.value().family()), Optional.empty()));
    }
    FragmentBuilder center = plan.host(name, Part.NETWORK);
    for (String dev : List.of("all", hub.dev())) {
      center.sysctl(new Sysctl(
          "net/ipv4/conf/" + dev + "/send_redirects", "0", "nobody is told a shorter way"));
    }
    for (Node node : cluster.nodes()) {
      if (node.name().equals(name)) {
        continue;
      }
      plan.include(node.name(), "spokes");
      for (Located<Cidr> pods : node.podCidrs()) {
        center.route(via(
            pods.value(), node.address(pods.value().family()), Optional.of(node.name())));
      }
    }
  }

  private static Route via(Cidr pods, Optional<IpAddress> next, Optional<String> peer) {
    return new Route(pods, Optional.of(next.orElseThrow()), Optional.empty(), false, peer);
  }
}
