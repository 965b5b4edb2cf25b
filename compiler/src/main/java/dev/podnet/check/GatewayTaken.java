package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Node;
import dev.podnet.model.Segment;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A gateway's address belongs to one router on one segment, to no node, and to no service. */
final class GatewayTaken implements Rule {

  private record Owner(Segment segment, Located<IpAddress> gateway) {}

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Map<IpAddress, Owner> gateways = new LinkedHashMap<>();
    for (Segment segment : context.cluster().segments()) {
      for (Located<IpAddress> gateway : segment.gateways()) {
        Owner owner = gateways.putIfAbsent(gateway.value(), new Owner(segment, gateway));
        if (owner != null) {
          report(
              "gateway " + gateway.value() + " of segment " + segment.name() + " is also a gateway"
                  + " of segment " + owner.segment().name(),
              "taken",
              gateway,
              owner,
              diagnostics);
        }
      }
    }
    for (Node node : context.cluster().nodes()) {
      for (Located<IpAddress> address : node.addresses()) {
        Owner owner = gateways.get(address.value());
        if (owner != null) {
          report(
              "node " + node.name() + " has the address " + address.value()
                  + " of the gateway of segment " + owner.segment().name(),
              "this is the router's",
              address,
              owner,
              diagnostics);
        }
      }
    }
    services(context, gateways, diagnostics);
  }

  /** An address of a service that is a router's: what the cluster sends to the router would be led to the service's endpoints. */
  private static void services(
      CheckContext context, Map<IpAddress, Owner> gateways, Diagnostics diagnostics) {
    for (Service service : context.cluster().services()) {
      List<Located<IpAddress>> addresses = new ArrayList<>(service.externalIps());
      addresses.addAll(service.loadBalancerIps());
      for (Located<IpAddress> address : addresses) {
        Owner owner = gateways.get(address.value());
        if (owner != null && service.proxied()) {
          report(
              "service " + service.ref() + " has the address " + address.value()
                  + " of the gateway of segment " + owner.segment().name(),
              "this is the router's",
              address,
              owner,
              diagnostics);
        }
      }
    }
  }

  private static void report(
      String message, String label, Located<IpAddress> at, Owner owner, Diagnostics diagnostics) {
    Diagnostic.at(at.span(), AddressCode.GATEWAY_TAKEN, message)
        .severity(at.span().inManifest() ? Severity.WARNING : Severity.ERROR)
        .label(label)
        .related(
            owner.gateway().span(), "the gateway of segment " + owner.segment().name())
        .help("write another address for one of the two")
        .to(diagnostics);
  }
}
