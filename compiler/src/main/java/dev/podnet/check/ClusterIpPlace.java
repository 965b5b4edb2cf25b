package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.Optional;

/** A ClusterIP lies in the service range of its family. */
final class ClusterIpPlace implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Service service : context.cluster().services()) {
      for (Located<IpAddress> ip : service.clusterIps()) {
        Optional<Located<Cidr>> range = context.cluster().settings().serviceCidrs().stream()
            .filter(c -> c.value().family() == ip.value().family())
            .findFirst();
        if (range.isEmpty()) {
          reportFamily(service, ip, diagnostics);
        } else if (!range.get().value().contains(ip.value())) {
          report(service, ip, range.get(), diagnostics);
        }
      }
    }
  }

  private static void report(
      Service service, Located<IpAddress> ip, Located<Cidr> range, Diagnostics diagnostics) {
    Diagnostic.Builder builder = Diagnostic.at(
            ip.span(),
            AddressCode.CLUSTER_IP_OUTSIDE_RANGE,
            "ClusterIP " + ip.value() + " of service " + service.ref()
                + " is not in the service range " + range.value())
        .label("an address of another range")
        .related(range.span(), "the service range " + range.value() + " is the cluster's")
        .help("write an address of " + range.value() + ", leave `clusterIP` out, or write a"
            + " `serviceCIDR` that holds it in the cluster");
    mild(builder, ip);
    builder.to(diagnostics);
  }

  private static void reportFamily(
      Service service, Located<IpAddress> ip, Diagnostics diagnostics) {
    String family = Words.family(ip.value().family());
    Diagnostic.Builder builder = Diagnostic.at(
            ip.span(),
            AddressCode.CLUSTER_IP_OUTSIDE_RANGE,
            "ClusterIP " + ip.value() + " of service " + service.ref() + " is " + family
                + ", but the cluster has no " + family + " service range")
        .label("no range holds it")
        .help("write a second range in the cluster's `serviceCIDR`, or leave `clusterIP` out");
    mild(builder, ip);
    builder.to(diagnostics);
  }

  private static void mild(Diagnostic.Builder builder, Located<IpAddress> ip) {
    if (CheckContext.imported(ip.span())) {
      builder.severity(Severity.WARNING);
    }
  }
}
