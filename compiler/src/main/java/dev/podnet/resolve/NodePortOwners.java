package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.model.Service;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A written port of the nodes, be it a node port or one for health checks, belongs to one service. */
final class NodePortOwners {

  private record Owner(ServiceDraft service, Span span) {}

  private final Map<String, Owner> owners = new HashMap<>();
  private final Diagnostics diagnostics;

  private NodePortOwners(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  static void check(List<ServiceDraft> services, Diagnostics diagnostics) {
    NodePortOwners owners = new NodePortOwners(diagnostics);
    for (ServiceDraft service : services) {
      if (service.onNodes() || service.type() == Service.Type.LOAD_BALANCER) {
        for (ServiceDraft.Port port : service.ports()) {
          port.nodePort().ifPresent(n -> owners.take(service, n, port.protocol()));
        }
        service.healthCheckNodePort().ifPresent(n -> owners.take(service, n, Protocol.TCP));
      }
    }
  }

  private void take(ServiceDraft service, Located<Integer> port, Protocol protocol) {
    String key = Lock.portKey(port.value(), protocol);
    Owner first = owners.putIfAbsent(key, new Owner(service, port.span()));
    if (first == null) {
      return;
    }
    boolean same = first.service() == service;
    Diagnostic.at(
            port.span(),
            ServiceCode.NODE_PORT_TWICE,
            same
                ? "service " + service.ref() + " has node port " + key + " twice"
                : "node port " + key + " of service " + service.ref() + " belongs to service "
                    + first.service().ref())
        .related(first.span(), same ? "first here" : first.service().ref() + " has it here")
        .help("give one of the two another number, or leave it out and let podnet choose")
        .to(diagnostics);
  }
}
