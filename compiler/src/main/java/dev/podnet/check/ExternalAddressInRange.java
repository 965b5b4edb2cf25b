package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.List;

/** Addresses that the outside knows lie outside the ranges of pods and services. */
final class ExternalAddressInRange implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Service service : context.cluster().services()) {
      check(context, "external IP", "service " + service.ref(), service.externalIps(), diagnostics);
      check(
          context,
          "load balancer IP",
          "service " + service.ref(),
          service.loadBalancerIps(),
          diagnostics);
    }
    for (Node node : context.cluster().nodes()) {
      check(context, "external IP", "node " + node.name(), node.externalIps(), diagnostics);
    }
  }

  private static void check(
      CheckContext context,
      String what,
      String owner,
      List<Located<IpAddress>> addresses,
      Diagnostics diagnostics) {
    for (Located<IpAddress> address : addresses) {
      context
          .rangeOf(address.value())
          .ifPresent(range -> Diagnostic.at(
                  address.span(),
                  AddressCode.EXTERNAL_ADDRESS_IN_RANGE,
                  what + " " + address.value() + " of " + owner + " lies in the " + range.words())
              .label("nobody outside can send packets here")
              .related(range.span(), "the " + range.words() + " is the cluster's")
              .help("write an address that the network outside leads to the nodes")
              .to(diagnostics));
    }
  }
}
