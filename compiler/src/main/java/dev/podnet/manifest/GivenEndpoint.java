package dev.podnet.manifest;

import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * An endpoint as Endpoints and EndpointSlices give it.
 *
 * @param span where it is written
 * @param addresses its addresses; consumers use the first (EndpointSlice API). Empty when the addresses are names
 * @param ready whether it takes new connections; absent means yes
 * @param serving whether it still answers; absent means the same as ready
 * @param terminating whether it is going away; absent means no
 * @param hostname its name in DNS
 * @param nodeName the node it is on
 * @param zone the zone it is in
 * @param target the object behind it, mostly a pod
 * @param hintZones the zones it is meant for; empty for no hint
 * @param hintNodes the nodes it is meant for; empty for no hint
 */
public record GivenEndpoint(
    Span span,
    List<Located<IpAddress>> addresses,
    Optional<Boolean> ready,
    Optional<Boolean> serving,
    Optional<Boolean> terminating,
    Optional<Located<String>> hostname,
    Optional<Located<String>> nodeName,
    Optional<Located<String>> zone,
    Optional<TargetRef> target,
    List<String> hintZones,
    List<String> hintNodes) {

  /** Copies the lists. */
  public GivenEndpoint {
    addresses = List.copyOf(addresses);
    hintZones = List.copyOf(hintZones);
    hintNodes = List.copyOf(hintNodes);
  }

  /** The object behind an endpoint; the parts that were not written are empty. */
  public record TargetRef(
      Span span, Optional<String> kind, Optional<String> namespace, Optional<String> name) {}

  /**
   * A port of endpoints.
   *
   * @param span where it is written
   * @param name the name of the service's port it belongs to; empty for an unnamed one
   * @param number 1 to 65535; absent in an EndpointSlice means every port
   * @param protocol its protocol, TCP when absent
   */
  public record Port(
      Span span, Optional<String> name, Optional<Integer> number, Protocol protocol) {}
}
