package dev.podnet.backends.vxlan;

import dev.podnet.backends.common.Underlay;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.InterfaceName;
import dev.podnet.source.Span;
import dev.podnet.spi.BackendContext;

/** What the VXLAN fabric asks of a cluster. */
final class VxlanCheck {

  private VxlanCheck() {}

  static void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    for (IpFamily inner : cluster.settings().podFamilies()) {
      if (Underlay.outer(cluster, inner).isEmpty()) {
        Underlay.reportMissing(
            cluster, inner, "no other family is there on every node for the tunnels", diagnostics);
      }
    }
    int vni = context.settings().number(VxlanFabric.VNI);
    Span place = context
        .choice()
        .setting(VxlanFabric.VNI)
        .map(s -> s.key().span())
        .orElse(context.choice().name().span());
    for (IpFamily outer : Underlay.outers(cluster)) {
      String name = VxlanFabric.deviceName(outer, vni);
      if (!InterfaceName.valid(name)) {
        Diagnostic.at(
                place,
                SettingCode.BAD_SETTING_VALUE,
                "VNI " + vni + " makes the tunnel's name " + name + " longer than the 15 "
                    + "characters an interface name may have")
            .help("take a VNI of at most " + (outer == IpFamily.IPV4 ? "9999999" : "9999"))
            .to(diagnostics);
      }
      for (Node node : cluster.nodes()) {
        if (node.dev().equals(name)) {
          Diagnostic.at(
                  place,
                  SettingCode.LINK_NAME_TAKEN,
                  "the tunnel cannot be named " + name + ": node " + node.name()
                      + " has its address on that interface")
              .related(node.span(), "node " + node.name())
              .help("take another VNI")
              .to(diagnostics);
          break;
        }
      }
    }
  }
}
