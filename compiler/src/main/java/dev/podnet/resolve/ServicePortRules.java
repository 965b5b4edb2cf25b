package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Service;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.HashMap;
import java.util.Map;

/** What the Kubernetes API says about the ports of a service. */
final class ServicePortRules {

  private final ClusterSettings settings;
  private final Diagnostics diagnostics;

  ServicePortRules(ClusterSettings settings, Diagnostics diagnostics) {
    this.settings = settings;
    this.diagnostics = diagnostics;
  }

  void check(ServiceDraft service) {
    if (service.ports().isEmpty()
        && service.hasClusterIp()
        && service.externalName().isEmpty()) {
      Diagnostic.at(
              service.span(),
              ServiceCode.NO_PORTS,
              "service " + service.ref() + " has no port, so nothing is reached through it")
          .help("add `port N`")
          .to(diagnostics);
    }
    numbers(service);
    names(service);
    service.ports().forEach(p -> p.nodePort().ifPresent(n -> nodePort(service, p, n)));
  }

  private void numbers(ServiceDraft service) {
    Map<String, Span> seen = new HashMap<>();
    for (ServiceDraft.Port port : service.ports()) {
      String key = Lock.portKey(port.number().value(), port.protocol());
      Span first = seen.putIfAbsent(key, port.number().span());
      if (first != null) {
        Diagnostic.at(
                port.number().span(),
                ServiceCode.DUPLICATE_PORT,
                "service " + service.ref() + " has port " + key + " twice")
            .related(first, "first here")
            .help("give one of the two another number")
            .to(diagnostics);
      }
    }
  }

  private void names(ServiceDraft service) {
    Map<String, Span> seen = new HashMap<>();
    for (ServiceDraft.Port port : service.ports()) {
      if (port.name().isEmpty()) {
        if (service.ports().size() > 1) {
          Diagnostic.at(
                  port.span(),
                  ServiceCode.PORT_NAME_MISSING,
                  "port " + port.number() + " of service " + service.ref()
                      + " has no name, but the service has " + service.ports().size() + " ports")
              .help("name each of them: `port http " + port.number() + "`")
              .to(diagnostics);
        }
        continue;
      }
      Located<String> name = port.name().get();
      Span first = seen.putIfAbsent(name.value(), name.span());
      if (first != null) {
        Diagnostic.at(
                name.span(),
                ServiceCode.DUPLICATE_PORT_NAME,
                "service " + service.ref() + " has two ports of the name " + name)
            .related(first, "first here")
            .help("give one of the two another name")
            .to(diagnostics);
      }
    }
  }

  private void nodePort(ServiceDraft service, ServiceDraft.Port port, Located<Integer> nodePort) {
    boolean onNodes =
        service.type() == Service.Type.NODE_PORT || service.type() == Service.Type.LOAD_BALANCER;
    if (!onNodes) {
      Diagnostic.at(
              nodePort.span(),
              ServiceCode.NODE_PORT_MISUSED,
              "port " + port.number() + " of service " + service.ref()
                  + " has a node port, but type " + service.type().word() + " has none")
          .help("write `type NodePort`, or leave nodePort out")
          .to(diagnostics);
    } else if (!settings.nodePortRange().contains(nodePort.value())) {
      Diagnostic.at(
              nodePort.span(),
              ServiceCode.NODE_PORT_OUT_OF_RANGE,
              "node port " + nodePort + " of service " + service.ref() + " is outside "
                  + settings.nodePortRange())
          .help("choose one of " + settings.nodePortRange()
              + ", or change nodePortRange in the cluster")
          .to(diagnostics);
    }
  }
}
