package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;

/** What rules alone cannot do for a service, whatever the mode. */
public final class ServiceNotes {

  private ServiceNotes() {}

  /** Warns of health check ports, and of services that ask for direct server return in vain. */
  public static void check(Cluster cluster, Diagnostics diagnostics) {
    DirectReturn.checkServices(cluster, diagnostics);
    for (Service service : cluster.services()) {
      service
          .healthCheckNodePort()
          .ifPresent(port -> Diagnostic.at(
                  service.span(),
                  SettingCode.HEALTH_CHECK_NOT_SERVED,
                  "health check node port " + port + " of service " + service.ref()
                      + " is not served: no process of podnet runs on a node")
              .help(
                  service.ports().stream().anyMatch(p -> p.nodePort().isPresent())
                      ? "let the load balancer check the node port itself"
                      : "let the load balancer check the service at its own address, by way of each node")
              .to(diagnostics));
    }
  }
}
