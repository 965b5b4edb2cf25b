package dev.podnet.backends.coredns;

import dev.podnet.model.Cluster;
import dev.podnet.model.Namespace;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.work.Parallel;
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
  private final PortNames ports;
  private final ReverseZones reverse;
  private final Aliases aliases;
  private final Set<IpAddress> clusterIps = new HashSet<>();

  private ClusterZone(Cluster cluster, Zone zone, PortNames ports, ReverseZones reverse) {
    this.cluster = cluster;
    this.zone = zone;
    this.ports = ports;
    this.reverse = reverse;
    this.aliases = new Aliases(cluster, zone.origin());
    cluster.services().forEach(s -> s.clusterIps().forEach(ip -> clusterIps.add(ip.value())));
  }

  /**
   * Fills the zone of the cluster and the zones of its addresses.
   *
   * @param servers the addresses of the name server
   * @param server its name
   * @param pods which names pods have
   * @param ports addresses at names of ports
   */
  static void fill(
      Cluster cluster,
      List<IpAddress> servers,
      Name server,
      PodNames pods,
      Zone zone,
      PortNames ports,
      ReverseZones reverse) {
    ClusterZone filler = new ClusterZone(cluster, zone, ports, reverse);
    Parallel.both(
        () -> {
          zone.add(Record.text(zone.origin().child("dns-version"), "1.1.0", OptionalInt.of(28800)));
          servers.forEach(ip -> zone.add(Record.address(server, ip)));
          filler.namespaces(pods != PodNames.NONE);
          cluster.services().forEach(filler::service);
          if (pods == PodNames.RECORDS) {
            cluster.pods().forEach(filler::pod);
          }
        },
        () -> cluster.services().forEach(filler::addresses));
  }

  /**
   * A record nobody asks for at each namespace's name, so that it exists although nothing may be below it: a question there
   * is answered with "no data" and not with "no such name". The names above them exist even where pods have none.
   */
  private void namespaces(boolean pods) {
    zone.add(marker("svc", "services"));
    zone.add(marker("pod", "pods"));
    for (Namespace namespace : cluster.namespaces()) {
      zone.add(marker(namespace.name() + ".svc", "namespace"));
      if (pods) {
        zone.add(marker(namespace.name() + ".pod", "namespace"));
      }
    }
  }

  private Record marker(String name, String what) {
    return Record.marker(zone.origin().child(name), what);
  }

  private void service(Service service) {
    Name name = Aliases.name(service, zone.origin());
    if (service.type() == Service.Type.EXTERNAL_NAME) {
      Aliases.target(service)
          .ifPresent(target -> zone.add(
              aliases.leadInCircle(name)
                  ? Record.marker(name, "alias of itself")
                  : Record.cname(name, target)));
      return;
    }
    for (Located<IpAddress> ip : service.clusterIps()) {
      zone.add(Record.address(name, ip.value()));
    }
    if (!service.headless()) {
      for (Service.Port port : service.ports()) {
        zone.add(Record.service(name, port.number(), name));
        port.name().ifPresent(n -> {
          zone.add(Record.service(below(name, n, port.protocol()), port.number(), name));
          service.clusterIps().forEach(ip -> ports.add(name, n, port.protocol(), ip.value()));
        });
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
          port(
              service,
              name,
              backend.endpoint(),
              new Service.NamedPort(port.name(), port.protocol(), backend.port()));
        }
      }
    }
    for (Service.Published more : service.published()) {
      if (more.endpoint().ready()) {
        endpoint(service, name, more.endpoint());
        more.ports().forEach(p -> port(service, name, more.endpoint(), p));
      }
    }
  }

  private void endpoint(Service service, Name name, Service.Endpoint endpoint) {
    Name own = name.child(endpointName(endpoint));
    zone.add(Record.address(own, endpoint.ip()));
    if (service.headless()) {
      zone.add(Record.address(name, endpoint.ip()));
    }
  }

  /** The names that a service's addresses, and those of its endpoints, have. */
  private void addresses(Service service) {
    if (service.type() == Service.Type.EXTERNAL_NAME) {
      return;
    }
    Name name = Aliases.name(service, zone.origin());
    service.clusterIps().forEach(ip -> reverse.point(ip.value(), name));
    service.endpoints().forEach(endpoint -> address(name, endpoint));
    service.published().forEach(more -> address(name, more.endpoint()));
  }

  private void address(Name name, Service.Endpoint endpoint) {
    if (endpoint.ready() && !clusterIps.contains(endpoint.ip())) {
      reverse.borrow(endpoint.ip());
      reverse.point(endpoint.ip(), name.child(endpointName(endpoint)));
    }
  }

  /** An endpoint's own name has its ports; a headless service's ports are those of its endpoints. */
  private void port(Service service, Name name, Service.Endpoint endpoint, Service.NamedPort port) {
    Name own = name.child(endpointName(endpoint));
    zone.add(Record.service(own, port.number(), own));
    if (service.headless()) {
      zone.add(Record.service(name, port.number(), own));
      port.name().ifPresent(n -> {
        zone.add(Record.service(below(name, n, port.protocol()), port.number(), own));
        ports.add(name, n, port.protocol(), endpoint.ip());
      });
    }
  }

  private static Name below(Name service, String port, Protocol protocol) {
    return service.child("_" + port + "._" + protocol.lowerName());
  }

  /** The endpoint's hostname, else its address with dashes. */
  static String endpointName(Service.Endpoint endpoint) {
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
