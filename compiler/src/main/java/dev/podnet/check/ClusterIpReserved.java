package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;

/**
 * A ClusterIP is neither the first address of its range nor, in IPv4, the last one: Kubernetes hands out neither
 * (pkg/registry/core/service/ipallocator).
 */
final class ClusterIpReserved implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Service service : context.cluster().services()) {
      for (Located<IpAddress> ip : service.clusterIps()) {
        for (ClusterRange range : context.ranges()) {
          if (!range.pods() && reserved(range.cidr(), ip.value())) {
            Diagnostic.at(
                    ip.span(),
                    AddressCode.CLUSTER_IP_RESERVED,
                    "ClusterIP " + ip.value() + " of service " + service.ref() + " is the "
                        + (ip.value().equals(range.cidr().network()) ? "first" : "last")
                        + " address of the " + range.words())
                .label("no service gets this one")
                .related(range.span(), "the " + range.words() + " is the cluster's")
                .help("write another address of " + range.cidr() + ", or leave `clusterIP` out")
                .to(diagnostics);
          }
        }
      }
    }
  }

  private static boolean reserved(Cidr range, IpAddress ip) {
    return range.sizeAsLong() > 2
        && (ip.equals(range.network()) || ip.isV4() && ip.equals(range.last()));
  }
}
