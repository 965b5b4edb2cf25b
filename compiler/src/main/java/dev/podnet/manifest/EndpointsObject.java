package dev.podnet.manifest;

import dev.podnet.source.Span;
import java.util.List;

/**
 * A {@code v1} Endpoints, which belongs to the service of its name.
 *
 * @param span where it stands
 * @param meta its name and namespace
 * @param subsets its subsets
 */
public record EndpointsObject(Span span, ObjectMeta meta, List<Subset> subsets)
    implements KubeObject {

  /** Copies the list. */
  public EndpointsObject {
    subsets = List.copyOf(subsets);
  }

  @Override
  public String kind() {
    return "Endpoints";
  }

  /**
   * Addresses that have the same ports.
   *
   * @param span where it is written
   * @param endpoints its {@code addresses}, ready, then its {@code notReadyAddresses}, not ready; one address each
   * @param ports its ports
   */
  public record Subset(Span span, List<GivenEndpoint> endpoints, List<GivenEndpoint.Port> ports) {
    /** Copies the lists. */
    public Subset {
      endpoints = List.copyOf(endpoints);
      ports = List.copyOf(ports);
    }
  }
}
