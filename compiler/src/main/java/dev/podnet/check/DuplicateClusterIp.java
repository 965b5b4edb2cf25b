package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every service has ClusterIPs of its own. */
final class DuplicateClusterIp implements Rule {

  private record Owner(Service service, Located<IpAddress> ip) {}

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Map<IpAddress, Owner> owners = new LinkedHashMap<>();
    for (Service service : context.cluster().services()) {
      for (Located<IpAddress> ip : service.clusterIps()) {
        Owner owner = owners.putIfAbsent(ip.value(), new Owner(service, ip));
        if (owner != null && owner.service() != service) {
          Diagnostic.at(
                  ip.span(),
                  AddressCode.DUPLICATE_CLUSTER_IP,
                  "service " + service.ref() + " has the ClusterIP " + ip.value() + " of service "
                      + owner.service().ref())
              .label("taken")
              .related(owner.ip().span(), owner.service().ref() + " has it here")
              .help("give each service a ClusterIP of its own, or leave `clusterIP` out")
              .to(diagnostics);
        }
      }
    }
  }
}
