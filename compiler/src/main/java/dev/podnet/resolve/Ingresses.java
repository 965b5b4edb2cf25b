package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.manifest.IngressClassObject;
import dev.podnet.manifest.IngressObject;
import dev.podnet.model.Ingress;
import dev.podnet.model.ObjectRef;
import dev.podnet.source.Located;
import dev.podnet.syntax.IngressItem;
import dev.podnet.syntax.NamespaceItem;
import dev.podnet.syntax.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Ingresses of the spec and of manifests, in one form. */
final class Ingresses {

  private final Imported imported;
  private final Diagnostics diagnostics;

  private Ingresses(Imported imported, Diagnostics diagnostics) {
    this.imported = imported;
    this.diagnostics = diagnostics;
  }

  /** All ingresses, sorted by namespace and name; whether their backends exist is checked by {@link IngressBackends}. */
  static List<Ingress> resolve(
      List<Statement.NamespaceDecl> declared, Imported imported, Diagnostics diagnostics) {
    Ingresses ingresses = new Ingresses(imported, diagnostics);
    List<Ingress> all = new ArrayList<>();
    for (Statement.NamespaceDecl namespace : declared) {
      for (NamespaceItem item : namespace.items()) {
        if (item instanceof NamespaceItem.IngressDecl ingress) {
          all.add(ingresses.read(namespace.name().value(), ingress));
        }
      }
    }
    Optional<String> byDefault = imported.all(IngressClassObject.class).stream()
        .filter(IngressClassObject::isDefault)
        .map(c -> c.meta().name().value())
        .findFirst();
    imported.all(IngressObject.class).forEach(i -> all.add(ingresses.read(i, byDefault)));
    NameTable<Ingress> names = new NameTable<>("ingress", diagnostics);
    return all.stream()
        .filter(i -> names.add(i.ref().toString(), i.span(), i))
        .sorted(Comparator.comparing(Ingress::ref))
        .toList();
  }

  private Ingress read(String namespace, NamespaceItem.IngressDecl decl) {
    ObjectRef ref = new ObjectRef(namespace, decl.name().value());
    Optional<Ingress.Backend> byDefault = Optional.empty();
    List<Ingress.Path> paths = new ArrayList<>();
    List<Ingress.Tls> tls = new ArrayList<>();
    for (IngressItem item : decl.items()) {
      if (item instanceof IngressItem.Default d) {
        byDefault = Optional.of(backend(namespace, d.backend()));
      } else if (item instanceof IngressItem.Host host) {
        for (IngressItem.Path path : host.paths()) {
          paths.add(new Ingress.Path(
              path.span(),
              Optional.of(host.name().value()),
              path.path().value(),
              path.exact(),
              backend(namespace, path.backend())));
        }
      } else if (item instanceof IngressItem.Tls t) {
        tls.add(new Ingress.Tls(
            t.span(), t.secret().value(), t.hosts().stream().map(Located::value).toList()));
      }
    }
    return new Ingress(ref, decl.name().span(), false, Optional.empty(), byDefault, paths, tls);
  }

  /** A port that is a number is the port's number; no port name is all digits (RFC 6335). */
  private static Ingress.Backend backend(String namespace, IngressItem.Backend backend) {
    String port = backend.port().value();
    boolean number = port.matches("[0-9]{1,5}");
    return new Ingress.Backend(
        backend.span(),
        new ObjectRef(namespace, backend.service().value()),
        number ? Optional.of(Integer.valueOf(port)) : Optional.empty(),
        number ? Optional.empty() : Optional.of(port));
  }

  private Ingress read(IngressObject object, Optional<String> defaultClass) {
    ObjectRef ref = imported.ref(object);
    List<Ingress.Path> paths = new ArrayList<>();
    for (IngressObject.Rule rule : object.rules()) {
      for (IngressObject.Path path : rule.paths()) {
        backend(ref, path.backend())
            .ifPresent(b -> paths.add(new Ingress.Path(
                path.span(),
                rule.host().map(Located::value),
                path.path().map(Located::value).orElse("/"),
                path.type() == IngressObject.PathType.EXACT,
                b)));
      }
    }
    return new Ingress(
        ref,
        object.nameSpan(),
        true,
        object.ingressClass().map(Located::value).or(() -> defaultClass),
        object.defaultBackend().flatMap(b -> backend(ref, b)),
        paths,
        object.tls().stream()
            .map(t -> new Ingress.Tls(
                t.span(),
                t.secret().map(Located::value).orElse(""),
                t.hosts().stream().map(Located::value).toList()))
            .toList());
  }

  private Optional<Ingress.Backend> backend(ObjectRef ingress, IngressObject.Backend backend) {
    if (backend instanceof IngressObject.ServiceBackend service) {
      return Optional.of(new Ingress.Backend(
          service.span(),
          new ObjectRef(ingress.namespace(), service.service().value()),
          service.portNumber().map(Located::value),
          service.portName().map(Located::value)));
    } else if (backend instanceof IngressObject.ResourceBackend resource) {
      Diagnostic.at(
              resource.span(),
              NameCode.BACKEND_NOT_A_SERVICE,
              "ingress " + ingress + " leads to " + resource.kind() + " " + resource.name()
                  + ", which only its controller knows; this path is left out")
          .help("nothing is to be done, unless a service was meant")
          .to(diagnostics);
      return Optional.empty();
    }
    throw new IllegalStateException("no backend of this kind: " + backend);
  }
}
