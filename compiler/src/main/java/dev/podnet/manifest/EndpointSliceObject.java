package dev.podnet.manifest;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A {@code discovery.k8s.io/v1} EndpointSlice.
 *
 * @param span where it stands
 * @param meta its name and namespace
 * @param service the service it belongs to: its label {@code kubernetes.io/service-name}
 * @param addressType what its addresses are
 * @param endpoints its endpoints
 * @param ports their ports
 */
public record EndpointSliceObject(
    Span span,
    ObjectMeta meta,
    Optional<Located<String>> service,
    Located<AddressType> addressType,
    List<GivenEndpoint> endpoints,
    List<GivenEndpoint.Port> ports)
    implements KubeObject {

  /** Copies the lists. */
  public EndpointSliceObject {
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
  }

  @Override
  public String kind() {
    return "EndpointSlice";
  }

  /** What the addresses of a slice are. */
  public enum AddressType {
    IPV4("IPv4"),
    IPV6("IPv6"),
    FQDN("FQDN");

    private final String word;

    AddressType(String word) {
      this.word = word;
    }

    /** The word as the Kubernetes API writes it. */
    public String word() {
      return word;
    }
  }
}
