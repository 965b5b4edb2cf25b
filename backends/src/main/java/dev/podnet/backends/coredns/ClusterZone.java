package dev.podnet.backends.coredns;

import dev.podnet.model.Cluster;
import dev.podnet.model.Namespace;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.AddressText;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The names of a cluster (Kubernetes DNS specification 1.1.0), and what CoreDNS answers besides: SRV records at a service's
 * own name, the endpoints of services that have a ClusterIP, pods.
 */
final class ClusterZone {

  /** How names made from pods' addresses are answered. */
  enum PodNames {
    /** Not at all. */
    NONE,
    /** By a record for each pod. */
    RECORDS,
    /** By the server itself, which takes the address out of the name. */
    MADE;

    /** What the setting {@code pods} means. */
    static PodNames of(String word) {
      return switch (word) {
        case "disabled" -> NONE;
        case "insecure" -> MADE;
        default -> RECORDS;
      };
    }
  }

  private final Cluster cluster;
  private final Zone zone;
  private final ReverseZones reverse;
  private final Set<IpAddress> clusterIps = new HashSet<>();

  private ClusterZone(Cluster cluster, Zone zone, ReverseZones reverse) {
    this.cluster = cluster;
    this.zone = zone;
    this.reverse = reverse;
    cluster.services().forEach(s -> s.clusterIps().forEach(ip -> clusterIps.add(ip.value())));
  }

  /**
   * Fills the zone of the cluster and the zones of its addresses.
   *
   * @param servers the addresses of the name server
   * @param server its name
   * @param pods which names pods have
   */
  static void fill(
      Cluster cluster,
      List<IpAddress> servers,
      Name server,
      PodNames pods,
      Zone zone,
      ReverseZones reverse) {
    ClusterZone filler = new ClusterZone(cluster, zone, reverse);
    zone.add(Record.text(zone.origin().child("dns-version"), "1.1.0", OptionalInt.of(28800)));
    servers.forEach(ip -> zone.add(Record.address(server, ip)));
    filler.namespaces(pods != PodNames.NONE);
    cluster.services().forEach(filler::service);
    if (pods == PodNames.RECORDS) {
      cluster.pods().forEach(filler::pod);
    }
  }

  /**
   * A record nobody asks for at each namespace's name, so that it exists although nothing may be below it: a question there
   * is answered with "no data" and not with "no such name".
   */
  private void namespaces(boolean pods) {
    for (Namespace namespace : cluster.namespaces()) {
      zone.add(marker(namespace.name() + ".svc"));
      if (pods) {
        zone.add(marker(namespace.name() + ".pod"));
      }
    }
  }

  private Record marker(String name) {
    return Record.text(zone.origin().child(name), "namespace", OptionalInt.empty());
  }

  private void service(Service service) {
    Name name =
        zone.origin().child(service.ref().name() + "." + service.ref().namespace() + ".svc");
    if (service.type() == Service.Type.EXTERNAL_NAME) {
      service
          .externalName()
          .filter(target -> AddressText.parse(target).address() == null)
          .ifPresent(target -> zone.add(Record.cname(name, Name.of(target))));
      return;
    }
    for (Located<IpAddress> ip : service.clusterIps()) {
      zone.add(Record.address(name, ip.value()));
      reverse.point(ip.value(), name);
    }
    if (!service.headless()) {
      for (Service.Port port : service.ports()) {
        zone.add(Record.service(name, port.number(), name));
        port.name()
            .ifPresent(n -> zone.add(Record.service(below(name, n, port), port.number(), name)));
      }
    }
    for (Service.Endpoint endpoint : service.endpoints()) {
      if (endpoint.ready()) {
        endpoint(service, name, endpoint);
      }
    }
    for (Service.Port port : service.ports()) {
      for (Service.Backend backend : port.backends()) {
        if (backend.endpoint().ready()) {
          ports(service, name, port, backend);
        }
      }
    }
  }

  private void endpoint(Service service, Name name, Service.Endpoint endpoint) {
    Name own = name.child(endpointName(endpoint));
    zone.add(Record.address(own, endpoint.ip()));
    if (service.headless()) {
      zone.add(Record.address(name, endpoint.ip()));
    }
    if (!clusterIps.contains(endpoint.ip())) {
      reverse.borrow(endpoint.ip());
      reverse.point(endpoint.ip(), own);
    }
  }

  /** An endpoint's own name has its ports; a headless service's ports are those of its endpoints. */
  private void ports(Service service, Name name, Service.Port port, Service.Backend backend) {
    Name own = name.child(endpointName(backend.endpoint()));
    zone.add(Record.service(own, backend.port(), own));
    if (service.headless()) {
      zone.add(Record.service(name, backend.port(), own));
      port.name()
          .ifPresent(n -> zone.add(Record.service(below(name, n, port), backend.port(), own)));
    }
  }

  private static Name below(Name service, String port, Service.Port of) {
    return service.child("_" + port + "._" + of.protocol().lowerName());
  }

  /** The endpoint's hostname, else its address with dashes. */
  private static String endpointName(Service.Endpoint endpoint) {
    return endpoint.hostname().orElseGet(() -> dashed(endpoint.ip()));
  }

  /** An address as a label: {@code 10-244-1-2}; a label neither begins nor ends with a hyphen. */
  static String dashed(IpAddress address) {
    String text = address.toString().replace('.', '-').replace(':', '-');
    return (text.startsWith("-") ? "0" : "") + text + (text.endsWith("-") ? "0" : "");
  }

  /** A pod is known by its first address alone, as to CoreDNS; one that is being deleted is not known any more. */
  private void pod(Pod pod) {
    if (pod.node().isPresent() && !pod.terminating() && !pod.ips().isEmpty()) {
      IpAddress ip = pod.ips().get(0).value();
      zone.add(Record.address(
          zone.origin().child(dashed(ip) + "." + pod.ref().namespace() + ".pod"), ip));
    }
  }
}
