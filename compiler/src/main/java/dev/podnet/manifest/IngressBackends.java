package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.IngressObject.Backend;
import dev.podnet.manifest.IngressObject.ResourceBackend;
import dev.podnet.manifest.IngressObject.ServiceBackend;
import dev.podnet.source.Located;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the backends of Ingresses. */
final class IngressBackends {

  private IngressBackends() {}

  /**
   * Reads a backend; empty, with a finding, when it says too little or too much.
   *
   * @param old whether it may have the form of the beta versions
   */
  static Optional<Backend> read(Fields fields, boolean old) {
    Optional<Fields> resource = fields.map("resource");
    boolean oldForm = fields.has("serviceName") || fields.has("servicePort");
    if (resource.isPresent()) {
      return resource(fields, resource.get());
    }
    if (oldForm && !old) {
      fields
          .reading()
          .at(
              fields.keyPlace(fields.has("serviceName") ? "serviceName" : "servicePort"),
              ManifestCode.INGRESS_BACKEND,
              "serviceName and servicePort belong to the beta versions of Ingress")
          .help("write service: {name: NAME, port: {number: N}}")
          .report();
      return Optional.empty();
    }
    return oldForm ? oldService(fields) : service(fields);
  }

  private static Optional<Backend> resource(Fields fields, Fields resource) {
    if (fields.node("service").isPresent()) {
      fields
          .reading()
          .at(
              fields.keyPlace("service"),
              ManifestCode.INGRESS_BACKEND,
              "a backend is a service or a resource, not both")
          .related(fields.keyPlace("resource"), "the resource")
          .report();
    }
    Optional<Located<String>> kind = Values.text(resource, "kind");
    Optional<Located<String>> name = Values.text(resource, "name");
    for (String wanted : List.of("kind", "name")) {
      if (resource.node(wanted).isEmpty()) {
        resource.missing(wanted);
      }
    }
    return kind.flatMap(k -> name.map(n -> new ResourceBackend(
        fields.span(),
        Values.text(resource, "apiGroup").map(Located::value),
        k.value(),
        n.value())));
  }

  private static Optional<Backend> oldService(Fields fields) {
    Optional<Located<String>> name = Names.LABEL.read(fields, "serviceName");
    for (String wanted : List.of("serviceName", "servicePort")) {
      if (fields.node(wanted).isEmpty()) {
        fields.missing(wanted);
      }
    }
    boolean byName = fields
        .node("servicePort")
        .filter(n -> n instanceof ScalarNode s && Scalars.type(s) == Scalars.Type.TEXT)
        .isPresent();
    Optional<Located<Integer>> number =
        byName ? Optional.empty() : Values.port(fields, "servicePort");
    Optional<Located<String>> portName =
        byName ? PortNames.read(fields, "servicePort") : Optional.empty();
    return name.filter(n -> number.isPresent() || portName.isPresent())
        .map(n -> new ServiceBackend(fields.span(), n, number, portName));
  }

  private static Optional<Backend> service(Fields fields) {
    Optional<Fields> found = fields.map("service");
    if (found.isEmpty()) {
      if (fields.node("service").isEmpty()) {
        fields.missing("service", "a backend needs a service with its port, or a resource");
      }
      return Optional.empty();
    }
    Fields service = found.get();
    Optional<Located<String>> name = Names.LABEL.read(service, "name");
    if (service.node("name").isEmpty()) {
      service.missing("name");
    }
    Optional<Fields> port = service.map("port");
    if (port.isEmpty()) {
      if (service.node("port").isEmpty()) {
        service.missing("port", "write port: {number: N} or port: {name: NAME}");
      }
      return Optional.empty();
    }
    Optional<Located<Integer>> number = Values.portOrZero(port.get(), "number");
    Optional<Located<String>> portName = Names.PORT.read(port.get(), "name");
    boolean bothOrNone =
        port.get().node("number").isPresent() == port.get().node("name").isPresent();
    if (bothOrNone) {
      service
          .reading()
          .at(
              service.keyPlace("port"),
              ManifestCode.INGRESS_BACKEND,
              service.path("port") + " must have a number or a name, and not both")
          .report();
      return Optional.empty();
    }
    return name.filter(n -> number.isPresent() || portName.isPresent())
        .map(n -> new ServiceBackend(fields.span(), n, number, portName));
  }
}
