package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;

/** What rules alone cannot do for a service, whatever the mode. */
public final class ServiceNotes {

  private ServiceNotes() {}

  /** Warns of topology hints and health check ports. */
  public static void check(Cluster cluster, Diagnostics diagnostics) {
    for (Service service : cluster.services()) {
      boolean hinted = !service.endpoints().isEmpty()
          && service.endpoints().stream()
              .allMatch(e -> !e.hintZones().isEmpty() || !e.hintNodes().isEmpty());
      if (hinted) {
        Diagnostic.at(
                service.span(),
                SettingCode.HINTS_NOT_USED,
                "the endpoints of service " + service.ref()
                    + " carry topology hints, which are not used: its clients reach all of them")
            .to(diagnostics);
      }
      service
          .healthCheckNodePort()
          .ifPresent(port -> Diagnostic.at(
                  service.span(),
                  SettingCode.HEALTH_CHECK_NOT_SERVED,
                  "health check node port " + port + " of service " + service.ref()
                      + " is not served: no process of podnet runs on a node")
              .help("let the load balancer check the node port itself")
              .to(diagnostics));
    }
  }
}
