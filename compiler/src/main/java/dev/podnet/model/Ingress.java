package dev.podnet.model;

import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * An ingress (networking.k8s.io/v1 Ingress).
 *
 * @param ref its namespace and name
 * @param span where it is declared
 * @param imported whether it came from a manifest
 * @param ingressClass its class, if it has one
 * @param defaultBackend where the rest goes
 * @param paths its paths
 * @param tls its certificates
 */
public record Ingress(
    ObjectRef ref,
    Span span,
    boolean imported,
    Optional<String> ingressClass,
    Optional<Backend> defaultBackend,
    List<Path> paths,
    List<Tls> tls) {

  /** Copies the lists. */
  public Ingress {
    paths = List.copyOf(paths);
    tls = List.copyOf(tls);
  }

  /** A service's port, by number or name. */
  public record Backend(
      Span span, ObjectRef service, Optional<Integer> portNumber, Optional<String> portName) {}

  /** A path; host empty means every host. */
  public record Path(
      Span span, Optional<String> host, String path, boolean exact, Backend backend) {}

  /** A secret for hosts. */
  public record Tls(Span span, String secret, List<String> hosts) {
    /** Copies the list. */
    public Tls {
      hosts = List.copyOf(hosts);
    }
  }
}
