package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Service;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.LinkedHashMap;
import java.util.Map;

/** A port of a host leads either to a pod or, as a node port, to a service. */
final class HostPortIsNodePort implements Rule {

  private record Door(Protocol protocol, int number) {}

  private record Owner(String service, Located<Integer> nodePort) {}

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Map<Door, Owner> nodePorts = new LinkedHashMap<>();
    for (Service service : context.cluster().services()) {
      for (Service.Port port : service.ports()) {
        port.nodePort()
            .ifPresent(nodePort -> nodePorts.putIfAbsent(
                new Door(port.protocol(), nodePort.value()),
                new Owner(service.portName(port), nodePort)));
      }
    }
    for (HostPort port : context.hostPorts()) {
      Owner owner = nodePorts.get(new Door(port.protocol(), port.number()));
      if (owner != null) {
        Diagnostic.Builder builder = Diagnostic.at(
                port.span(),
                AddressCode.HOST_PORT_IS_NODE_PORT,
                "port " + port.number() + "/" + port.protocol() + " of node " + port.node()
                    + " is wanted by pod " + port.pod().ref() + " and as the node port of service "
                    + owner.service())
            .label("leads to service " + owner.service() + " on every node")
            .related(owner.nodePort().span(), "the node port is here")
            .help("write a host port outside the node port range, "
                + context.cluster().settings().nodePortRange());
        if (CheckContext.imported(port.span())) {
          builder.severity(Severity.WARNING);
        }
        builder.to(diagnostics);
      }
    }
  }
}
