package dev.podnet.backends.coredns;

import dev.podnet.model.Cluster;
import dev.podnet.model.Namespace;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.stream.Stream;

/**
 * Names of services for the world outside: {@code SERVICE.NAMESPACE.ZONE} has the service's external addresses and those of
 * its load balancer, as CoreDNS's plugin {@code k8s_external} answers.
 */
final class ExternalZone {

  private ExternalZone() {}

  /** Fills the zone. A service without an address outside has no name there. */
  static void fill(Cluster cluster, Zone zone) {
    for (Namespace namespace : cluster.namespaces()) {
      zone.add(Record.marker(zone.origin().child(namespace.name()), "namespace"));
    }
    cluster.services().forEach(s -> service(s, zone));
  }

  /** The name of a service there. */
  static Name name(Service service, Name zone) {
    return zone.child(service.ref().name() + "." + service.ref().namespace());
  }

  private static void service(Service service, Zone zone) {
    Name name = name(service, zone.origin());
    boolean reached = false;
    for (Located<IpAddress> ip : addresses(service).toList()) {
      zone.add(Record.address(name, ip.value()));
      reached = true;
    }
    if (reached) {
      for (Service.Port port : service.ports()) {
        zone.add(Record.service(name, port.number(), name));
        port.name()
            .map(n -> name.child("_" + n + "._" + port.protocol().lowerName()))
            .ifPresent(n -> zone.add(Record.service(n, port.number(), name)));
      }
    }
  }

  private static Stream<Located<IpAddress>> addresses(Service service) {
    return Stream.concat(service.externalIps().stream(), service.loadBalancerIps().stream());
  }
}
