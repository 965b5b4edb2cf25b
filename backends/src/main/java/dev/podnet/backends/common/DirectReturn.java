package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
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

  /** Whether it is done for any service: for all by a setting of the proxy or the fabric, or for one that asks for it. */
  public static boolean on(Cluster cluster) {
    return setting(cluster).isPresent()
        || cluster.services().stream().anyMatch(Service::directReturn)
            && why(cluster).isEmpty();
  }

  /** Whether it is done for a service. */
  public static boolean on(Cluster cluster, Service service) {
    return setting(cluster).isPresent()
        || service.directReturn() && why(cluster).isEmpty();
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
    String why = why(cluster);
    if (!context.settings().on(DSR.key()) || why.isEmpty()) {
      return;
    }
    Diagnostic.at(
            context.choice().setting(DSR.key()).orElseThrow().key().span(),
            SettingCode.DIRECT_RETURN,
            "endpoints cannot answer past the balancer " + why + ", but `dsr` is on")
        .label("is done by IPVS, which wraps IPv4 in IPv4")
        .help((ipvs(cluster) ? "leave `dsr` out" : "write `proxyMode ipvs`, or leave `dsr` out")
            + ": with `externalTrafficPolicy Local` endpoints see the client's own address too, and"
            + " their answers leave by their own node")
        .to(diagnostics);
  }

  /** Warns of services that ask for it where nothing can do it: they are balanced as any other. */
  public static void checkServices(Cluster cluster, Diagnostics diagnostics) {
    if (cluster.services().stream().noneMatch(Service::directReturn)) {
      return;
    }
    String why = why(cluster);
    for (Service service : cluster.services()) {
      if (!why.isEmpty() && service.directReturn()) {
        Diagnostic.at(
                service.span(),
                SettingCode.DIRECT_RETURN_OF_SERVICE,
                "the endpoints of service " + service.ref() + " cannot answer past the balancer "
                    + why)
            .label("asks for it (`dsr`, or kube-router's annotation)")
            .help((ipvs(cluster) ? "" : "write `proxyMode ipvs`, or ")
                + "take `externalTrafficPolicy Local`: endpoints see the client's own address too,"
                + " and their answers leave by their own node")
            .to(diagnostics);
      }
    }
  }

  private static boolean ipvs(Cluster cluster) {
    return cluster.settings().proxyMode().name().value().equals("ipvs");
  }

  /** Why it cannot be done, in words that end a sentence; empty where it can. */
  private static String why(Cluster cluster) {
    if (!ipvs(cluster)) {
      return "with `proxyMode " + cluster.settings().proxyMode().name().value() + "`";
    }
    boolean wrapped =
        Underlay.outer(cluster, IpFamily.IPV4).filter(f -> f == IpFamily.IPV4).isPresent();
    return wrapped && cluster.settings().podFamilies().contains(IpFamily.IPV4)
        ? ""
        : "in a cluster without IPv4";
  }
}
