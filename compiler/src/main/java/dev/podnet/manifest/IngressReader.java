package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.IngressObject.Backend;
import dev.podnet.manifest.IngressObject.Path;
import dev.podnet.manifest.IngressObject.PathType;
import dev.podnet.manifest.IngressObject.ResourceBackend;
import dev.podnet.manifest.IngressObject.Rule;
import dev.podnet.manifest.IngressObject.ServiceBackend;
import dev.podnet.manifest.IngressObject.Tls;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads Ingresses, in today's form and in that of the beta versions, and IngressClasses. */
final class IngressReader {

  private static final Map<String, PathType> PATH_TYPES =
      Words.of(PathType.values(), PathType::word);

  private IngressReader() {}

  /** Reads an IngressClass. */
  static Optional<KubeObject> ingressClass(Fields object) {
    Optional<ObjectMeta> meta = MetaReader.read(object, Names.SUBDOMAIN, false);
    Optional<Located<String>> controller =
        object.map("spec").flatMap(spec -> Values.text(spec, "controller"));
    return meta.map(m -> new IngressClassObject(
        object.span(),
        m,
        controller,
        m.annotations()
            .get("ingressclass.kubernetes.io/is-default-class")
            .filter(v -> v.value().equals("true"))
            .isPresent()));
  }

  /**
   * Reads an Ingress.
   *
   * @param old whether it is of a beta version, where backends are written otherwise
   */
  static Optional<KubeObject> ingress(Fields object, boolean old) {
    Optional<ObjectMeta> meta = MetaReader.read(object, Names.SUBDOMAIN, true);
    Optional<Fields> found = object.map("spec");
    if (found.isEmpty()) {
      if (object.node("spec").isEmpty()) {
        object.missing("spec");
      }
      return Optional.empty();
    }
    Fields spec = found.get();
    Optional<Backend> defaultBackend = spec.map("defaultBackend")
        .or(() -> old ? spec.map("backend") : Optional.empty())
        .flatMap(backend -> backend(backend, old));
    List<Rule> rules = new ArrayList<>();
    for (Fields rule : spec.maps("rules")) {
      rules.add(rule(rule, old));
    }
    List<Tls> tls = new ArrayList<>();
    for (Fields entry : spec.maps("tls")) {
      List<Located<String>> hosts = new ArrayList<>();
      for (Node host : entry.list("hosts")) {
        Values.text(entry, "hosts", host)
            .filter(h -> checkHost(entry, "hosts", h))
            .ifPresent(hosts::add);
      }
      tls.add(new Tls(entry.span(), hosts, Names.SUBDOMAIN.read(entry, "secretName")));
    }
    Optional<Located<String>> byField = Values.text(spec, "ingressClassName");
    if (spec.node("rules").isEmpty() && defaultBackend.isEmpty() && !spec.has("defaultBackend")) {
      spec.missing("rules", "an Ingress needs rules or a defaultBackend");
    }
    return meta.map(m -> new IngressObject(
        object.span(),
        m,
        byField.or(() -> m.annotations().get("kubernetes.io/ingress.class")),
        defaultBackend,
        rules,
        tls));
  }

  private static Rule rule(Fields fields, boolean old) {
    Optional<Located<String>> host =
        Values.text(fields, "host").filter(h -> checkHost(fields, "host", h));
    List<Path> paths = new ArrayList<>();
    fields.map("http").ifPresent(http -> {
      if (http.node("paths").isEmpty()) {
        http.missing("paths");
      }
      for (Fields path : http.maps("paths")) {
        path(path, old).ifPresent(paths::add);
      }
    });
    return new Rule(fields.span(), host, paths);
  }

  private static boolean checkHost(Fields fields, String key, Located<String> host) {
    String text = host.value();
    String rest = text.startsWith("*.") ? text.substring(2) : text;
    if (Names.SUBDOMAIN.allows(rest)) {
      return true;
    }
    if (!Templates.report(fields.reading(), host)) {
      fields
          .reading()
          .at(
              host.span(),
              ManifestCode.INGRESS_PATH,
              fields.path(key) + " cannot be '" + Values.shown(text)
                  + "'; it must be a DNS name, maybe with '*.' before it, without a port")
          .report();
    }
    return false;
  }

  private static Optional<Path> path(Fields fields, boolean old) {
    Optional<Located<PathType>> type = Values.word(fields, "pathType", PATH_TYPES);
    if (!old && fields.node("pathType").isEmpty()) {
      fields.missing("pathType", "write pathType: Prefix, or Exact");
    }
    PathType how = type.map(Located::value).orElse(PathType.IMPLEMENTATION_SPECIFIC);
    Optional<Located<String>> path = Values.text(fields, "path");
    boolean slash = path.isEmpty() || path.get().value().startsWith("/");
    boolean free = how == PathType.IMPLEMENTATION_SPECIFIC && !old;
    if (!slash && !Templates.report(fields.reading(), path.get())) {
      fields
          .reading()
          .at(
              path.get().span(),
              ManifestCode.INGRESS_PATH,
              fields.path("path") + " must begin with '/', not '"
                  + Values.shown(path.get().value()) + "'")
          .help("write /" + Values.shown(path.get().value()))
          .report();
    } else if (path.isEmpty() && !old && !free && fields.node("pathType").isPresent()) {
      fields.missing("path", "write path: / for every path");
    }
    Optional<Fields> backend = fields.map("backend");
    if (backend.isEmpty() && fields.node("backend").isEmpty()) {
      fields.missing("backend");
    }
    return backend.flatMap(b -> backend(b, old)).map(b -> new Path(fields.span(), path, how, b));
  }

  private static Optional<Backend> backend(Fields fields, boolean old) {
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
