package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.model.Service;

/** Addresses of services are nobody's, so they are no endpoints: a packet is translated once. */
final class EndpointInServiceRange implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Service service : context.cluster().services()) {
      for (Service.Endpoint endpoint : service.endpoints()) {
        context
            .rangeOf(endpoint.ip())
            .filter(range -> !range.pods())
            .ifPresent(range -> Diagnostic.at(
                    service.span(),
                    ServiceCode.ENDPOINT_IN_SERVICE_RANGE,
                    "endpoint " + endpoint.ip() + " of service " + service.ref() + " lies in the "
                        + range.words())
                .label("no host has it, and a packet is not led on from there")
                .related(range.span(), "the " + range.words() + " is the cluster's")
                .help("write the endpoints behind that service, or an alias: `type ExternalName`")
                .to(diagnostics));
      }
    }
  }
}
