package dev.podnet.backends.coredns;

import dev.podnet.model.Cluster;
import dev.podnet.model.Namespace;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names of services for the world outside: {@code SERVICE.NAMESPACE.ZONE} has the service's external addresses and those of
 * its load balancer, as CoreDNS's plugin {@code k8s_external} answers (its msg_to_dns.go and apex.go). A load balancer that is
 * known by name is an alias; where there are addresses too these count, for an alias stands alone (RFC 1034, 3.6.2).
 */
final class ExternalZone {

  private ExternalZone() {}

  /** The name of the zone's server. */
  static Name server(Name zone) {
    return zone.child("ns1.dns");
  }

  /**
   * Fills the zone. A service without an address outside has no name there.
   *
   * @param servers the addresses at which the outside asks
   * @param ports addresses at names of ports
   */
  static void fill(Cluster cluster, Collection<IpAddress> servers, Zone zone, PortNames ports) {
    for (Namespace namespace : cluster.namespaces()) {
      zone.add(Record.marker(zone.origin().child(namespace.name()), "namespace"));
    }
    servers.forEach(ip -> zone.add(Record.address(server(zone.origin()), ip)));
    cluster.services().forEach(s -> service(s, zone, ports));
  }

  /** The name of a service there. */
  static Name name(Service service, Name zone) {
    return zone.child(service.ref().name() + "." + service.ref().namespace());
  }

  /** The addresses of a service outside: its own, its load balancer's. */
  static List<IpAddress> addresses(Service service) {
    return Stream.of(
            service.externalIps().stream().map(Located::value),
            service.loadBalancerIps().stream().map(Located::value),
            service.loadBalancerOthers().addresses().stream())
        .flatMap(s -> s)
        .toList();
  }

  private static void service(Service service, Zone zone, PortNames ports) {
    Name name = name(service, zone.origin());
    List<Name> targets = new ArrayList<>();
    for (IpAddress ip : addresses(service)) {
      zone.add(Record.address(name, ip));
      for (Service.Port port : service.ports()) {
        port.name().ifPresent(n -> ports.add(name, n, port.protocol(), ip));
      }
      targets = new ArrayList<>(List.of(name));
    }
    boolean alias = targets.isEmpty();
    for (String balancer : service.loadBalancerOthers().names()) {
      if (alias && targets.isEmpty()) {
        Name target = Name.of(balancer);
        zone.add(Record.cname(name, target));
        for (Service.Port port : service.ports()) {
          port.name().ifPresent(n -> ports.add(name, n, port.protocol(), target));
        }
      }
      targets.add(Name.of(balancer));
    }
    for (Name target : targets) {
      for (Service.Port port : service.ports()) {
        if (!alias) {
          zone.add(Record.service(name, port.number(), target));
        }
        port.name()
            .map(n -> name.child("_" + n + "._" + port.protocol().lowerName()))
            .ifPresent(n -> zone.add(Record.service(n, port.number(), target)));
      }
    }
  }
}
