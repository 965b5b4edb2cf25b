package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Ingress;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every ingress leads to services and ports that are there; in manifests the opposite is common, so only a warning. */
final class IngressBackends {

  private final Map<ObjectRef, Service> services = new HashMap<>();
  private final Diagnostics diagnostics;

  private IngressBackends(List<Service> services, Diagnostics diagnostics) {
    services.forEach(s -> this.services.put(s.ref(), s));
    this.diagnostics = diagnostics;
  }

  static void check(List<Ingress> ingresses, List<Service> services, Diagnostics diagnostics) {
    IngressBackends backends = new IngressBackends(services, diagnostics);
    for (Ingress ingress : ingresses) {
      ingress.defaultBackend().ifPresent(b -> backends.check(ingress, b));
      ingress.paths().forEach(p -> backends.check(ingress, p.backend()));
    }
  }

  private void check(Ingress ingress, Ingress.Backend backend) {
    Service service = services.get(backend.service());
    if (service == null) {
      List<String> names = services.keySet().stream()
          .filter(r -> r.namespace().equals(ingress.ref().namespace()))
          .map(ObjectRef::name)
          .toList();
      report(
          ingress,
          backend,
          "ingress " + ingress.ref() + " leads to service " + backend.service()
              + ", which is not there",
          NameTable.help(backend.service().name(), names, "service"));
      return;
    }
    boolean there = service.ports().stream()
        .anyMatch(p -> backend.portNumber().filter(n -> n == p.number()).isPresent()
            || backend.portName().isPresent() && backend.portName().equals(p.name()));
    if (!there) {
      String wanted =
          backend.portName().or(() -> backend.portNumber().map(String::valueOf)).orElse("");
      List<String> ports = service.ports().stream()
          .map(p -> backend.portName().flatMap(n -> p.name()).orElse("" + p.number()))
          .toList();
      report(
          ingress,
          backend,
          "ingress " + ingress.ref() + " leads to port " + wanted + " of service "
              + backend.service() + ", which has no such port",
          "its ports: " + String.join(", ", ports));
    }
  }

  private void report(Ingress ingress, Ingress.Backend backend, String message, String help) {
    Diagnostic.at(backend.span(), NameCode.UNKNOWN_SERVICE, message)
        .severity(ingress.imported() ? Severity.WARNING : Severity.ERROR)
        .help(help)
        .to(diagnostics);
  }
}
