package dev.podnet.origin;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Ingress;
import dev.podnet.model.Namespace;
import dev.podnet.model.NetworkPolicy;
import dev.podnet.model.Node;
import dev.podnet.model.Router;
import dev.podnet.model.Segment;
import dev.podnet.origin.SpecObject.Kind;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.ClusterItem;
import dev.podnet.syntax.SpecParser;
import dev.podnet.syntax.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a cluster's spec says, property by property, each with its place. */
public final class Statements {

  private final Map<SpecObject, List<SpecStatement>> statements = new LinkedHashMap<>();
  private SpecObject object;
  private Span place;

  private Statements() {}

  /** The statements of a cluster by object, that of the object itself first. */
  public static Map<SpecObject, List<SpecStatement>> of(Cluster cluster) {
    Statements all = new Statements();
    all.cluster(cluster);
    cluster.segments().stream().filter(s -> !s.implicit()).forEach(all::segment);
    cluster.routers().forEach(all::router);
    cluster.nodes().forEach(all::node);
    cluster.namespaces().forEach(all::namespace);
    WorkloadStatements workloads = new WorkloadStatements(all);
    cluster.pods().forEach(workloads::pod);
    cluster.services().forEach(workloads::service);
    cluster.policies().forEach(all::policy);
    cluster.ingresses().forEach(all::ingress);
    return Collections.unmodifiableMap(all.statements);
  }

  /** Begins an object. */
  void begin(Kind kind, String name, Span span) {
    object = new SpecObject(kind, name);
    place = span;
    add("", "", span);
  }

  void add(String aspect, Object value) {
    add(aspect, value, place);
  }

  void add(String aspect, Object value, Span span) {
    boolean written = aspect.isEmpty() || !span.equals(place);
    statements
        .computeIfAbsent(object, o -> new ArrayList<>())
        .add(new SpecStatement(object, aspect, value.toString(), span, written));
  }

  void located(String aspect, Located<?> value) {
    add(aspect, value.value(), value.span());
  }

  void each(String aspect, List<? extends Located<?>> values) {
    values.forEach(v -> located(aspect, v));
  }

  static String list(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private void cluster(Cluster cluster) {
    ClusterSettings settings = cluster.settings();
    Map<String, Span> written = written(cluster.span());
    begin(Kind.CLUSTER, cluster.name(), cluster.span());
    add("clusterDomain", settings.clusterDomain(), written.getOrDefault("clusterDomain", place));
    each("podCIDR", settings.podCidrs());
    add("nodeMask", list(settings.nodeMasks()), written.getOrDefault("nodeMask", place));
    each("serviceCIDR", settings.serviceCidrs());
    add("nodePortRange", settings.nodePortRange(), written.getOrDefault("nodePortRange", place));
    add(
        "nodePortAddresses",
        list(settings.nodePortAddresses()),
        written.getOrDefault("nodePortAddresses", place));
    located("mtu", settings.mtu());
    toggle("masquerade", settings.masquerade(), written);
    toggle("masqueradeAll", settings.masqueradeAll(), written);
    toggle("localhostNodePorts", settings.localhostNodePorts(), written);
    choice("backend", settings.backend());
    if (settings.wiring().explicit()) {
      choice("wiring", settings.wiring());
    }
    if (settings.fabric().explicit()) {
      choice("fabric", settings.fabric());
    }
    choice("proxyMode", settings.proxyMode());
    choice("dns", settings.dns());
    settings.ingress().ifPresent(i -> choice("ingress", i));
  }

  private void toggle(String name, boolean on, Map<String, Span> written) {
    add(name, on ? "on" : "off", written.getOrDefault(name, place));
  }

  private void choice(String role, BackendChoice choice) {
    String settings = choice.settings().stream()
        .map(s -> s.key() + " " + list(s.values()))
        .collect(Collectors.joining("; "));
    add(
        role,
        choice.name() + (settings.isEmpty() ? "" : " { " + settings + " }"),
        choice.explicit() ? choice.name().span() : place);
  }

  /** Where a cluster's statements stand whose place the model does not keep. */
  private static Map<String, Span> written(Span cluster) {
    Map<String, Span> written = new LinkedHashMap<>();
    if (!cluster.file().name().endsWith(".podnet")) {
      return written;
    }
    for (Statement statement :
        SpecParser.parse(cluster.file(), new Diagnostics()).statements()) {
      if (statement instanceof Statement.ClusterDecl declaration) {
        for (ClusterItem item : declaration.items()) {
          String text = item.span().text();
          written.put(text.split("[ \t{]", 2)[0], item.span());
        }
      }
    }
    return written;
  }

  private void segment(Segment segment) {
    begin(Kind.SEGMENT, segment.name(), segment.span());
    each("prefix", segment.cidrs());
    each("gateway", segment.gateways());
    add("mtu", segment.mtu());
  }

  private void router(Router router) {
    begin(Kind.ROUTER, router.name(), router.span());
    add("connects", list(router.segments()));
    router.routeLimit().ifPresent(l -> located("routeLimit", l));
    router.asn().ifPresent(a -> add("asn", a));
  }

  private void node(Node node) {
    begin(Kind.NODE, node.name(), node.span());
    each("address", node.addresses());
    add("dev", node.dev());
    each("podCIDR", node.podCidrs());
    each("externalIP", node.externalIps());
    node.asn().ifPresent(a -> add("asn", a));
    add("labels", labels(node.labels()));
    add(
        "taints",
        node.taints().stream()
            .map(t -> t.key() + "=" + t.value() + ":" + t.effect())
            .collect(Collectors.joining(", ")));
    add("unschedulable", node.unschedulable());
    node.publicKey().ifPresent(k -> located("key", k));
  }

  private void namespace(Namespace namespace) {
    begin(Kind.NAMESPACE, namespace.name(), namespace.span());
    add("labels", labels(namespace.labels()));
  }

  private void policy(NetworkPolicy policy) {
    begin(Kind.POLICY, policy.ref().toString(), policy.span());
    add("pods", policy.podSelector());
    add("ingress", policy.ingress() ? policy.ingressRules() : "not isolated");
    add("egress", policy.egress() ? policy.egressRules() : "not isolated");
  }

  private void ingress(Ingress ingress) {
    begin(Kind.INGRESS, ingress.ref().toString(), ingress.span());
    add("class", ingress.ingressClass().orElse(""));
    ingress.defaultBackend().ifPresent(b -> add("default backend", backend(b), b.span()));
    for (Ingress.Path path : ingress.paths()) {
      String host = path.host().orElse("*");
      add(
          "path " + host + path.path(),
          (path.exact() ? "exact " : "") + backend(path.backend()),
          path.span());
    }
    ingress.tls().forEach(t -> add("tls " + t.secret(), list(t.hosts()), t.span()));
  }

  private static String backend(Ingress.Backend backend) {
    return backend.service()
        + backend.portNumber().map(n -> ":" + n).orElse("")
        + backend.portName().map(n -> ":" + n).orElse("");
  }
}
