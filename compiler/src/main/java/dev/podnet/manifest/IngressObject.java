package dev.podnet.manifest;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A {@code networking.k8s.io/v1} Ingress.
 *
 * @param span where it stands
 * @param meta its name, namespace and annotations; some controllers change routing by these
 * @param ingressClass {@code spec.ingressClassName}, or the annotation {@code kubernetes.io/ingress.class}
 * @param defaultBackend where the rest goes
 * @param rules its rules
 * @param tls its certificates
 */
public record IngressObject(
    Span span,
    ObjectMeta meta,
    Optional<Located<String>> ingressClass,
    Optional<Backend> defaultBackend,
    List<Rule> rules,
    List<Tls> tls)
    implements KubeObject {

  /** Copies the lists. */
  public IngressObject {
    rules = List.copyOf(rules);
    tls = List.copyOf(tls);
  }

  @Override
  public String kind() {
    return "Ingress";
  }

  /**
   * The paths of one host.
   *
   * @param span where it is written
   * @param host the host, maybe with {@code *} as its first label; absent means every host
   * @param paths its paths
   */
  public record Rule(Span span, Optional<Located<String>> host, List<Path> paths) {
    /** Copies the list. */
    public Rule {
      paths = List.copyOf(paths);
    }
  }

  /** How a path is compared. */
  public enum PathType {
    EXACT("Exact"),
    PREFIX("Prefix"),
    IMPLEMENTATION_SPECIFIC("ImplementationSpecific");

    private final String word;

    PathType(String word) {
      this.word = word;
    }

    /** The word as the Kubernetes API writes it. */
    public String word() {
      return word;
    }
  }

  /**
   * A path.
   *
   * @param span where it is written
   * @param path the path; absent means every path
   * @param type how it is compared; ImplementationSpecific in an old version that leaves it out
   * @param backend where it leads
   */
  public record Path(Span span, Optional<Located<String>> path, PathType type, Backend backend) {}

  /** Where requests go. */
  public sealed interface Backend {
    /** Where it is written. */
    Span span();
  }

  /** A service's port: exactly one of number and port name is there. */
  public record ServiceBackend(
      Span span,
      Located<String> service,
      Optional<Located<Integer>> portNumber,
      Optional<Located<String>> portName)
      implements Backend {}

  /** An object that only the ingress controller knows. */
  public record ResourceBackend(Span span, Optional<String> apiGroup, String kind, String name)
      implements Backend {}

  /**
   * A certificate.
   *
   * @param span where it is written
   * @param hosts the hosts it is for
   * @param secret the secret that holds it; absent leaves the choice to the controller
   */
  public record Tls(Span span, List<Located<String>> hosts, Optional<Located<String>> secret) {
    /** Copies the list. */
    public Tls {
      hosts = List.copyOf(hosts);
    }
  }
}
