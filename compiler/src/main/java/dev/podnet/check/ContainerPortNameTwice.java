package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Pod;
import dev.podnet.source.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The name of a container's port stands for one port (Kubernetes API: unique within the container). */
final class ContainerPortNameTwice implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Set<Span> told = new HashSet<>();
    for (Pod pod : context.cluster().pods()) {
      for (Pod.Container container : pod.containers()) {
        Map<String, Span> names = new HashMap<>();
        for (Pod.Port port : container.ports()) {
          Span first = port.name().map(n -> names.putIfAbsent(n, port.span())).orElse(null);
          if (first != null && told.add(port.span())) {
            report(container, port, first, diagnostics);
          }
        }
      }
    }
  }

  private static void report(
      Pod.Container container, Pod.Port port, Span first, Diagnostics diagnostics) {
    Diagnostic.Builder builder = Diagnostic.at(
            port.span(),
            ServiceCode.CONTAINER_PORT_NAME_TWICE,
            "container " + container.name() + " has two ports of the name "
                + port.name().orElseThrow())
        .related(first, "first here")
        .help("give one of the two another name");
    if (CheckContext.imported(port.span())) {
      builder.severity(Severity.WARNING);
    }
    builder.to(diagnostics);
  }
}
