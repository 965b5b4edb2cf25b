package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;

/**
 * Source ranges hold for the addresses of their own family (kube-proxy sorts both by family), so an address of the other is open
 * to everyone.
 */
final class SourceRangesOfOneFamily implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Service service : context.cluster().services()) {
      if (!service.loadBalancerSourceRanges().isEmpty()) {
        service.loadBalancerIps().stream()
            .filter(ip -> service.families().contains(ip.value().family()))
            .filter(ip -> service.loadBalancerSourceRanges().stream()
                .noneMatch(r -> r.value().family() == ip.value().family()))
            .findFirst()
            .ifPresent(ip -> report(service, ip, diagnostics));
      }
    }
  }

  private static void report(Service service, Located<IpAddress> open, Diagnostics diagnostics) {
    Located<Cidr> range = service.loadBalancerSourceRanges().get(0);
    String family = open.value().family() == IpFamily.IPV4 ? "IPv4" : "IPv6";
    Diagnostic.at(
            range.span(),
            ServiceCode.SOURCE_RANGES_FAMILY,
            "loadBalancerSourceRanges of service " + service.ref() + " has no range of " + family
                + ", so its load balancer's address " + open + " is open to everyone")
        .related(open.span(), "the address is here")
        .help("add the " + family + " ranges that may use it")
        .to(diagnostics);
  }
}
