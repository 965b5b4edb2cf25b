package dev.podnet.backends.docker;

import dev.podnet.backends.common.Combination;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match;
import dev.podnet.plan.Part;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/**
 * Nothing between hosts, as with Docker's bridge network: what leaves a host has the host's address, and what comes in
 * comes by a published port.
 *
 * <p>A neighbour on the wire that routes to a host's pods by way of the host is turned away in the raw table, as Docker
 * does since version 28 (moby, daemon/libnetwork/drivers/bridge/internal/iptabler; moby#45610).
 */
public final class DockerFabric implements Fabric {

  private static final String DIRECT = "PODNET-DIRECT";

  @Override
  public String name() {
    return "docker";
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
    Combination.needsWiring(
        context, "bridge", "it tells a host's own pods by the bridge they come from", diagnostics);
    List<Node> nodes = context.cluster().nodes();
    if (nodes.size() > 1) {
      Diagnostic.at(
              context.choice().name().span(),
              SettingCode.NODES_APART,
              "docker joins the pods of one host: those of " + nodes.get(0).name() + " and "
                  + nodes.get(1).name() + " reach each other by published ports alone")
          .related(nodes.get(0).span(), "pods here")
          .related(nodes.get(1).span(), "and pods here do not reach each other")
          .help("take a backend that carries pod traffic between hosts, such as `backend vxlan`, or"
              + " publish ports with `hostPort`")
          .to(diagnostics);
    }
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    PodNetwork.contribute(context, plan, false);
    Cluster cluster = context.cluster();
    String bridge = cluster
        .settings()
        .wiring()
        .setting("name")
        .orElseThrow()
        .values()
        .get(0)
        .value();
    if (cluster.settings().masquerade()) {
      for (Node node : cluster.nodes()) {
        node.podCidrs()
            .forEach(pods -> guard(node, pods, bridge, plan.host(node.name(), Part.NETWORK)));
      }
    }
  }

  /** Pods are no addresses for others. Where nothing is masqueraded they are: the answers come to them. */
  private static void guard(Node node, Located<Cidr> pods, String bridge, FragmentBuilder host) {
    Cidr range = pods.value();
    host.chain(new Chain(
        range.family(),
        Table.RAW,
        DIRECT,
        List.of(RuleBuilder.rule("pods of " + node.name() + " are reached by published ports")
            .to(range)
            .match(new Match.InInterface(bridge, true))
            .then(new Target.Drop()))));
    host.hook(new Hook(range.family(), Table.RAW, Hook.Base.PREROUTING, DIRECT));
  }
}
