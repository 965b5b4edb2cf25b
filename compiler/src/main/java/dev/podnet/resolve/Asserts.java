package dev.podnet.resolve;

import dev.podnet.diagnostics.AssertCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Assertion;
import dev.podnet.model.Namespace;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.Party;
import dev.podnet.syntax.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Binds the names in asserts. */
final class Asserts {

  private final TreeSet<String> pods = new TreeSet<>();
  private final Map<String, Service> services = new TreeMap<>();
  private final TreeSet<String> nodes = new TreeSet<>();
  private final TreeSet<String> namespaces = new TreeSet<>();
  private final Diagnostics diagnostics;

  Asserts(
      List<Pod> pods,
      List<Service> services,
      List<Node> nodes,
      List<Namespace> namespaces,
      Diagnostics diagnostics) {
    pods.forEach(p -> this.pods.add(p.ref().toString()));
    services.forEach(s -> this.services.put(s.ref().toString(), s));
    nodes.forEach(n -> this.nodes.add(n.name()));
    namespaces.forEach(n -> this.namespaces.add(n.name()));
    this.diagnostics = diagnostics;
  }

  /** The asserts whose parties are all there, in the order written. */
  List<Assertion> resolve(List<Statement.AssertDecl> declared) {
    List<Assertion> all = new ArrayList<>();
    for (Statement.AssertDecl decl : declared) {
      Optional<Assertion.Party> from = party(decl.from());
      Optional<Assertion.Party> to = party(decl.to());
      if (from.isPresent() && to.isPresent()) {
        checkPort(decl, to.get());
        all.add(new Assertion(
            decl.span(),
            decl.reachable(),
            from.get(),
            to.get(),
            decl.port().map(Located::value),
            decl.protocol().value()));
      }
    }
    return all;
  }

  private Optional<Assertion.Party> party(Party party) {
    if (party instanceof Party.OfPod pod) {
      ObjectRef ref = new ObjectRef(pod.namespace().value(), pod.name().value());
      return known("pod", ref.toString(), pods, pod.span(), new Assertion.OfPod(ref));
    } else if (party instanceof Party.OfService service) {
      ObjectRef ref = new ObjectRef(service.namespace().value(), service.name().value());
      return known(
          "service",
          ref.toString(),
          services.keySet(),
          service.span(),
          new Assertion.OfService(ref));
    } else if (party instanceof Party.OfNode node) {
      String name = node.name().value();
      return known("node", name, nodes, node.span(), new Assertion.OfNode(name));
    } else if (party instanceof Party.OfNamespace namespace) {
      String name = namespace.name().value();
      return known(
          "namespace", name, namespaces, namespace.span(), new Assertion.OfNamespace(name));
    } else if (party instanceof Party.World) {
      return Optional.of(new Assertion.World());
    } else if (party instanceof Party.OfAddress address) {
      return Optional.of(new Assertion.OfAddress(address.address().value()));
    }
    throw new IllegalStateException("no party of this kind: " + party);
  }

  private Optional<Assertion.Party> known(
      String kind, String name, Collection<String> names, Span place, Assertion.Party party) {
    if (names.contains(name)) {
      return Optional.of(party);
    }
    boolean service = kind.equals("pod") && services.containsKey(name);
    boolean group = kind.equals("pod") && pods.contains(name + "-1");
    String help = service
        ? "there is a service of that name: write `service " + name + "`"
        : group
            ? "the pods of that name are " + name + "-1 and so on"
            : NameTable.help(name, names, kind);
    Diagnostic.at(place, AssertCode.UNKNOWN_PARTY, "there is no " + kind + " " + name)
        .help(help)
        .to(diagnostics);
    return Optional.empty();
  }

  /** That something is isolated from a port that is not there is true, but hardly meant. */
  private void checkPort(Statement.AssertDecl decl, Assertion.Party to) {
    if (!(to instanceof Assertion.OfService target) || decl.port().isEmpty()) {
      return;
    }
    Service service = services.get(target.service().toString());
    int number = decl.port().get().value();
    Protocol protocol = decl.protocol().value();
    boolean there =
        service.ports().stream().anyMatch(p -> p.number() == number && p.protocol() == protocol);
    if (!there && !service.ports().isEmpty() && !service.headless()) {
      List<String> ports = service.ports().stream()
          .map(p -> Lock.portKey(p.number(), p.protocol()))
          .toList();
      Diagnostic.at(
              decl.port().get().span(),
              AssertCode.UNKNOWN_PORT,
              "service " + service.ref() + " has no port " + Lock.portKey(number, protocol))
          .severity(decl.reachable() ? Severity.ERROR : Severity.WARNING)
          .related(service.span(), "the service is declared here")
          .help("its ports: " + String.join(", ", ports))
          .to(diagnostics);
    }
  }
}
