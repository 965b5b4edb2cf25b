package dev.podnet.backends.hostgw;

import dev.podnet.backends.common.Peers;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.Underlay;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.net.IpFamily;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/**
 * A plain route to each peer's pod CIDR via the peer's underlay address (flannel, "Backends": host-gw). Nothing is wrapped,
 * so the pods keep the underlay's MTU, and all nodes must be on one segment.
 */
public final class HostGwFabric implements Fabric {

  private static final String DIRECT = "directRouting";

  @Override
  public String name() {
    return "host-gw";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(new SettingSpec(
        DIRECT,
        SettingSpec.Form.SWITCH,
        List.of("on"),
        0,
        0,
        List.of(),
        "Always on here: every peer is reached directly."));
  }

  @Override
  public int overhead(BackendContext context) {
    return 0;
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return true;
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    for (IpFamily family : cluster.settings().podFamilies()) {
      Underlay.reportMissing(
          cluster, family, "host-gw needs it as the next hop to the node's pods", diagnostics);
    }
    if (!context.settings().on(DIRECT)) {
      BackendChoice.BackendSetting written = context.choice().setting(DIRECT).orElseThrow();
      Diagnostic.at(
              written.key().span(),
              SettingCode.BAD_SETTING_VALUE,
              "host-gw is direct routing; it cannot be off")
          .help("take backend vxlan for peers that are not on one segment")
          .to(diagnostics);
    }
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    PodNetwork.contribute(context, plan, true);
    Peers.plain(context, plan);
  }
}
