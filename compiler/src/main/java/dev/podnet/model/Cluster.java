package dev.podnet.model;

import dev.podnet.source.Span;
import java.util.List;

/**
 * A whole cluster.
 *
 * @param name a DNS label
 * @param span where the cluster is declared
 * @param settings what holds for all of it
 * @param segments the layer-2 domains of the underlay; never empty when there are nodes (one may be implicit)
 * @param routers what joins segments
 * @param nodes the hosts
 * @param namespaces the Kubernetes namespaces
 * @param pods the pods that have a place, and those that could not be placed
 * @param services the services
 * @param policies network policies
 * @param ingresses ingresses
 * @param assertions the user's own intents
 * @param nameServers the name servers that podnet runs, which are among the pods, in the order of the nodes
 */
public record Cluster(
    String name,
    Span span,
    ClusterSettings settings,
    List<Segment> segments,
    List<Router> routers,
    List<Node> nodes,
    List<Namespace> namespaces,
    List<Pod> pods,
    List<Service> services,
    List<NetworkPolicy> policies,
    List<Ingress> ingresses,
    List<Assertion> assertions,
    List<NameServer> nameServers) {

  /** Copies the lists. */
  public Cluster {
    segments = List.copyOf(segments);
    routers = List.copyOf(routers);
    nodes = List.copyOf(nodes);
    namespaces = List.copyOf(namespaces);
    pods = List.copyOf(pods);
    services = List.copyOf(services);
    policies = List.copyOf(policies);
    ingresses = List.copyOf(ingresses);
    assertions = List.copyOf(assertions);
    nameServers = List.copyOf(nameServers);
  }

  /** The largest packet that passes every segment, in bytes. */
  public int underlayMtu() {
    return segments.stream().mapToInt(Segment::mtu).min().orElse(settings.mtu().value());
  }

  /** The pods of the inputs: all but those of the name servers that podnet runs. */
  public List<Pod> givenPods() {
    return pods.stream()
        .filter(p -> nameServers.stream().noneMatch(s -> s.pod().equals(p.ref())))
        .toList();
  }

  /** The services of the inputs: all but the name service where no input has it. */
  public List<Service> givenServices() {
    return services.stream()
        .filter(s -> !s.ref().equals(DnsAddress.SERVICE)
            || nameServers.isEmpty()
            || !s.span().equals(settings.dns().name().span()))
        .toList();
  }
}
