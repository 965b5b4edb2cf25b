package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.IngressObject.Backend;
import dev.podnet.manifest.IngressObject.Path;
import dev.podnet.manifest.IngressObject.PathType;
import dev.podnet.manifest.IngressObject.Rule;
import dev.podnet.manifest.IngressObject.Tls;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

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
        .flatMap(backend -> IngressBackends.read(backend, old));
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
    return backend
        .flatMap(b -> IngressBackends.read(b, old))
        .map(b -> new Path(fields.span(), path, how, b));
  }
}
