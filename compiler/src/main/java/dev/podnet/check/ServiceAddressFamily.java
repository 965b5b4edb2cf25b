package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.List;

/** What the outside reaches a service by is of a family the service has. */
final class ServiceAddressFamily implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Service service : context.cluster().services()) {
      if (service.proxied()) {
        check(service, "external IP", service.externalIps(), diagnostics);
        check(service, "load balancer IP", service.loadBalancerIps(), diagnostics);
      }
    }
  }

  private static void check(
      Service service, String what, List<Located<IpAddress>> addresses, Diagnostics diagnostics) {
    for (Located<IpAddress> address : addresses) {
      if (!service.families().contains(address.value().family())) {
        String family = address.value().isV4() ? "IPv4" : "IPv6";
        Diagnostic.at(
                address.span(),
                ServiceCode.ENDPOINT_FAMILY,
                what + " " + address.value() + " leads nowhere: service " + service.ref()
                    + " has no " + family)
            .help("give the service a ClusterIP of " + family + ", or leave the address out")
            .to(diagnostics);
      }
    }
  }
}
