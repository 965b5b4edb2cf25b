package dev.podnet.backends.ipvs;

import dev.podnet.backends.common.DirectReturn;
import dev.podnet.backends.common.Hashes;
import dev.podnet.backends.common.UniqueNames;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The marks by which a node's own endpoints of a service port with the policy Local are found, or of one that is answered past
 * the balancer. A port that has a node port is
 * known by that; others get a number from their name, so that one does not depend on the rest.
 */
final class LocalMarks {

  private final Map<String, Integer> numbers;

  LocalMarks(Cluster cluster) {
    List<String> keys = cluster.services().stream()
        .filter(s -> (s.externalLocal() || DirectReturn.on(cluster, s)) && s.proxied())
        .flatMap(s -> s.ports().stream().filter(p -> p.nodePort().isEmpty()).map(p -> key(s, p)))
        .toList();
    this.numbers = UniqueNames.assign(keys, key -> Integer.parseInt(Hashes.hex(key, 4), 16) | 1);
  }

  /** The mark of a port of such a service. */
  int of(Service service, Service.Port port) {
    return Optional.ofNullable(numbers.get(key(service, port)))
        .map(Marks::numbered)
        .orElseGet(
            () -> Marks.nodePort(port.protocol(), port.nodePort().orElseThrow().value()));
  }

  /** A service port in words that no other has. */
  static String key(Service service, Service.Port port) {
    return service.portName(port) + "/" + port.number() + "/" + port.protocol();
  }
}
