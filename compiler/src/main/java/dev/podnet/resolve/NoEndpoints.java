package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Pod;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.List;
import java.util.TreeSet;

/** What is to be said about services and ports that lead nowhere. In manifests this is common and only a note. */
final class NoEndpoints {

  private NoEndpoints() {}

  static void reportNoSelector(ServiceDraft service, Diagnostics diagnostics) {
    Diagnostic.at(
            service.span(),
            ServiceCode.NO_SELECTOR,
            "service " + service.ref() + " has neither a selector nor endpoints")
        .severity(service.imported() ? Severity.NOTE : Severity.WARNING)
        .help(
            service.imported()
                ? "add an EndpointSlice or Endpoints of that name, or a selector"
                : "add `selector KEY=VALUE` or `endpoints IP, …`")
        .to(diagnostics);
  }

  static void reportNoPods(ServiceDraft service, Diagnostics diagnostics) {
    List<String> pairs = service.selector().entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .toList();
    Diagnostic.at(
            service.selectorSpan().orElse(service.span()),
            ServiceCode.NO_PODS,
            "no pod of namespace " + service.ref().namespace() + " has the labels "
                + String.join(" ", pairs) + ", so service " + service.ref() + " has no endpoints")
        .severity(service.imported() ? Severity.NOTE : Severity.WARNING)
        .help("give the pods these labels, or change the selector")
        .to(diagnostics);
  }

  /** Reports each port whose target is a name that none of the pods has. */
  static void reportUnknownTargets(
      ServiceDraft service, List<Pod> selected, Diagnostics diagnostics) {
    for (ServiceDraft.Port port : service.ports()) {
      String name = port.target().name().orElse(null);
      boolean unknown = name != null
          && selected.stream()
              .allMatch(p -> PodIndex.port(p, name, port.protocol()).isEmpty());
      if (unknown) {
        TreeSet<String> names = new TreeSet<>();
        selected.forEach(p -> p.containers()
            .forEach(c -> c.ports().stream()
                .filter(o -> o.protocol() == port.protocol())
                .forEach(o -> o.name().ifPresent(names::add))));
        Diagnostic.at(
                port.targetSpan(),
                ServiceCode.TARGET_PORT_UNKNOWN,
                "no pod of service " + service.ref() + " has a " + port.protocol()
                    + " port of the name " + name)
            .severity(service.imported() ? Severity.WARNING : Severity.ERROR)
            .related(
                selected.get(0).span(), "one of its pods: " + selected.get(0).ref())
            .help(
                names.isEmpty()
                    ? "name a port of the pods' containers, or write the port's number"
                    : NameTable.help(name, names, "port"))
            .to(diagnostics);
      }
    }
  }

  /** Reports a name as the target of an address that is no pod's. */
  static void reportUnknownTarget(
      ServiceDraft service,
      ServiceDraft.Port port,
      Located<IpAddress> address,
      Diagnostics diagnostics) {
    Diagnostic.at(
            port.targetSpan(),
            ServiceCode.TARGET_PORT_UNKNOWN,
            "endpoint " + address + " of service " + service.ref() + " is no pod with a port "
                + port.target().name().orElseThrow())
        .related(address.span(), "the endpoint is here")
        .help("write the port's number")
        .to(diagnostics);
  }
}
