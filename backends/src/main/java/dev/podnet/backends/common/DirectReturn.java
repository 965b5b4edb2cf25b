package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.model.Cluster;
import dev.podnet.net.IpFamily;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.SettingSpec;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Direct server return, as kube-router has it (docs/dsr.md of kube-router): the balancer wraps a packet for the endpoint, which
 * answers past it. IPVS does it, whichever backend the setting stands at.
 */
public final class DirectReturn {

  /** The setting, off unless it is written. */
  public static final SettingSpec DSR = SettingSpec.off(
      "dsr", "Endpoints answer clients outside the cluster past the balancer (with ipvs).");

  private DirectReturn() {}

  /** Whether it is on: in the settings of the proxy, or in those of the fabric. */
  public static boolean on(Cluster cluster) {
    return setting(cluster).isPresent();
  }

  private static Optional<BackendSetting> setting(Cluster cluster) {
    return Stream.of(cluster.settings().proxyMode(), cluster.settings().fabric())
        .flatMap(choice -> choice.setting(DSR.key()).stream())
        .filter(s -> s.values().stream().allMatch(v -> v.value().equals("on")))
        .findFirst();
  }

  /** Reports that it is on where nothing can do it. */
  public static void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    BackendChoice proxy = cluster.settings().proxyMode();
    if (!context.settings().on(DSR.key())) {
      return;
    }
    boolean ipvs = proxy.name().value().equals("ipvs");
    String why = !ipvs
        ? "with `proxyMode " + proxy.name().value() + "`"
        : Underlay.outer(cluster, IpFamily.IPV4).filter(f -> f == IpFamily.IPV4).isEmpty()
                || !cluster.settings().podFamilies().contains(IpFamily.IPV4)
            ? "in a cluster without IPv4"
            : "";
    if (!why.isEmpty()) {
      Diagnostic.at(
              context.choice().setting(DSR.key()).orElseThrow().key().span(),
              SettingCode.DIRECT_RETURN,
              "endpoints cannot answer past the balancer " + why + ", but `dsr` is on")
          .label("is done by IPVS, which wraps IPv4 in IPv4")
          .help((ipvs ? "leave `dsr` out" : "write `proxyMode ipvs`, or leave `dsr` out")
              + ": with `externalTrafficPolicy Local` endpoints see the client's own address too, and"
              + " their answers leave by their own node")
          .to(diagnostics);
    }
  }
}
