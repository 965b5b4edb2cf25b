package dev.podnet.origin;

import dev.podnet.model.Cluster;
import dev.podnet.model.Ingress;
import dev.podnet.model.NetworkPolicy;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.Router;
import dev.podnet.model.Service;
import dev.podnet.origin.SpecObject.Kind;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The objects that go with one. */
final class RelatedObjects {

  private final Cluster cluster;

  RelatedObjects(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Sorted; without the object itself. */
  List<SpecObject> of(SpecObject object) {
    String name = object.name();
    Stream<SpecObject> related = switch (object.kind()) {
      case SERVICE ->
        cluster.services().stream()
            .filter(s -> s.ref().toString().equals(name))
            .flatMap(s -> Stream.concat(pods(s).map(RelatedObjects::pod), ingresses(s)));
      case POD ->
        Stream.concat(
            cluster.services().stream()
                .filter(s -> pods(s).anyMatch(p -> p.toString().equals(name)))
                .map(s -> new SpecObject(Kind.SERVICE, s.ref().toString())),
            pods()
                .filter(p -> p.ref().toString().equals(name))
                .flatMap(p -> p.node().stream())
                .map(n -> new SpecObject(Kind.NODE, n)));
      case NODE ->
        Stream.concat(
            pods().filter(p -> p.node().filter(name::equals).isPresent()).map(p -> pod(p.ref())),
            cluster.nodes().stream()
                .filter(n -> n.name().equals(name))
                .flatMap(n -> n.segment().stream())
                .map(s -> new SpecObject(Kind.SEGMENT, s)));
      case NAMESPACE -> inNamespace(name);
      case SEGMENT ->
        Stream.concat(
            cluster.nodes().stream()
                .filter(n -> n.segment().filter(name::equals).isPresent())
                .map(RelatedObjects::node),
            cluster.routers().stream()
                .filter(r -> r.segments().stream().anyMatch(s -> s.value().equals(name)))
                .map(r -> new SpecObject(Kind.ROUTER, r.name())));
      case ROUTER ->
        cluster.routers().stream()
            .filter(r -> r.name().equals(name))
            .flatMap(RelatedObjects::segments);
      case POLICY ->
        cluster.policies().stream()
            .filter(p -> p.ref().toString().equals(name))
            .flatMap(this::isolated);
      case INGRESS ->
        cluster.ingresses().stream()
            .filter(i -> i.ref().toString().equals(name))
            .flatMap(RelatedObjects::services);
      case CLUSTER -> cluster.nodes().stream().map(RelatedObjects::node);
    };
    return List.copyOf(new TreeSet<>(related.toList()));
  }

  private Stream<Pod> pods() {
    return cluster.pods().stream();
  }

  private static SpecObject pod(ObjectRef ref) {
    return new SpecObject(Kind.POD, ref.toString());
  }

  private static SpecObject node(Node node) {
    return new SpecObject(Kind.NODE, node.name());
  }

  private static Stream<ObjectRef> pods(Service service) {
    return service.endpoints().stream().flatMap(e -> e.pod().stream());
  }

  private Stream<SpecObject> ingresses(Service service) {
    return cluster.ingresses().stream()
        .filter(i -> services(i).anyMatch(s -> s.name().equals(service.ref().toString())))
        .map(i -> new SpecObject(Kind.INGRESS, i.ref().toString()));
  }

  private static Stream<SpecObject> services(Ingress ingress) {
    return Stream.concat(
            ingress.defaultBackend().stream(), ingress.paths().stream().map(Ingress.Path::backend))
        .map(b -> new SpecObject(Kind.SERVICE, b.service().toString()));
  }

  private static Stream<SpecObject> segments(Router router) {
    return router.segments().stream().map(s -> new SpecObject(Kind.SEGMENT, s.value()));
  }

  private Stream<SpecObject> inNamespace(String name) {
    return Stream.of(
            pods().filter(p -> p.ref().namespace().equals(name)).map(p -> pod(p.ref())),
            cluster.services().stream()
                .filter(s -> s.ref().namespace().equals(name))
                .map(s -> new SpecObject(Kind.SERVICE, s.ref().toString())),
            cluster.policies().stream()
                .filter(p -> p.ref().namespace().equals(name))
                .map(p -> new SpecObject(Kind.POLICY, p.ref().toString())),
            cluster.ingresses().stream()
                .filter(i -> i.ref().namespace().equals(name))
                .map(i -> new SpecObject(Kind.INGRESS, i.ref().toString())))
        .flatMap(s -> s);
  }

  private Stream<SpecObject> isolated(NetworkPolicy policy) {
    return pods()
        .filter(p -> p.ref().namespace().equals(policy.ref().namespace())
            && policy.podSelector().requirements().stream().allMatch(r -> holds(r, p.labels())))
        .map(p -> pod(p.ref()));
  }

  private static boolean holds(
      NetworkPolicy.Requirement requirement, SortedMap<String, String> labels) {
    String value = labels.get(requirement.key());
    return switch (requirement.operator()) {
      case IN -> value != null && requirement.values().contains(value);
      case NOT_IN -> value == null || !requirement.values().contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
    };
  }
}
