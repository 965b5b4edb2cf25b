package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A port of an external address leads to one service; two services may share an address. */
final class ExternalPortTaken implements Rule {

  private record Door(IpAddress address, Protocol protocol, int port) {}

  private record Owner(Service service, Located<IpAddress> address) {}

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Map<Door, Owner> owners = new LinkedHashMap<>();
    for (Service service : context.cluster().services()) {
      if (!service.proxied()) {
        continue;
      }
      List<Located<IpAddress>> addresses = new ArrayList<>(service.externalIps());
      addresses.addAll(service.loadBalancerIps());
      for (Located<IpAddress> address : addresses) {
        for (Service.Port port : service.ports()) {
          Door door = new Door(address.value(), port.protocol(), port.number());
          Owner owner = owners.putIfAbsent(door, new Owner(service, address));
          if (owner != null && owner.service() != service) {
            report(service, address, port, owner, diagnostics);
            break;
          }
        }
      }
    }
  }

  private static void report(
      Service service,
      Located<IpAddress> address,
      Service.Port port,
      Owner owner,
      Diagnostics diagnostics) {
    String door = "port " + port.number() + "/" + port.protocol() + " of " + address.value();
    Diagnostic.Builder builder = Diagnostic.at(
            address.span(),
            AddressCode.EXTERNAL_PORT_TAKEN,
            "services " + owner.service().ref() + " and " + service.ref() + " both want " + door)
        .label("leads to " + owner.service().ref() + " already")
        .related(owner.address().span(), owner.service().ref() + " has it here")
        .help("give one of them another address or another port");
    if (CheckContext.imported(address.span())) {
      builder.severity(Severity.WARNING);
    }
    builder.to(diagnostics);
  }
}
