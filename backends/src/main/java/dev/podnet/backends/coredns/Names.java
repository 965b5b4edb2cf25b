package dev.podnet.backends.coredns;

import dev.podnet.model.Cluster;
import dev.podnet.model.DnsAddress;
import dev.podnet.model.Namespace;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.SettingValues;
import dev.podnet.work.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that is answered.
 *
 * @param server the name of the name server
 * @param cluster the name of the cluster's own zone
 * @param ttl how long an answer may be kept, in seconds
 * @param own the zones that are the cluster's own, its names first
 * @param borrowed zones of addresses that others may name too
 * @param ports addresses at names of ports
 * @param templates stanzas of CoreDNS for the block of the cluster's names
 */
record Names(
    Name server,
    Name cluster,
    int ttl,
    List<Zone> own,
    List<Zone> borrowed,
    List<PortNames> ports,
    List<String> templates) {

  /** Copies the lists. */
  Names {
    own = List.copyOf(own);
    borrowed = List.copyOf(borrowed);
    ports = List.copyOf(ports);
    templates = List.copyOf(templates);
  }

  /** Fills the zones of a cluster. */
  static Names of(BackendContext context) {
    Cluster cluster = context.cluster();
    SettingValues settings = context.settings();
    Name origin = Name.of(cluster.settings().clusterDomain());
    Zone names = new Zone(origin, "names of cluster " + cluster.name());
    ReverseZones reverse = new ReverseZones(cluster.segments().stream()
        .flatMap(s -> s.cidrs().stream())
        .map(Located::value)
        .toList());
    for (Located<Cidr> range : cluster.settings().serviceCidrs()) {
      reverse.range(range.value(), "service addresses of cluster " + cluster.name());
    }
    for (Located<Cidr> range : cluster.settings().podCidrs()) {
      reverse.range(range.value(), "pod addresses of cluster " + cluster.name());
    }
    ClusterZone.PodNames pods =
        ClusterZone.PodNames.of(settings.text(CoreDns.PODS).orElseThrow());
    PortNames ports = PortNames.of(names, origin.child("svc"), "ports");
    ClusterZone.fill(
        cluster, context.nameServers(), origin.child("ns.dns"), pods, names, ports, reverse);
    Name server = server(context, origin);
    List<PortNames> allPorts = new ArrayList<>();
    finish(ports, server, names, allPorts);
    List<Zone> own = new ArrayList<>(List.of(names));
    own.addAll(reverse.own());
    settings.text(CoreDns.EXTERNAL).ifPresent(domain -> {
      Name outside = Name.of(domain);
      Zone zone =
          Zone.served(outside, "services as the outside sees them", ExternalZone.server(outside));
      PortNames there = PortNames.of(zone, outside, "external-ports");
      ExternalZone.fill(cluster, outside(context), zone, there);
      own.add(zone);
      finish(there, ExternalZone.server(outside), zone, allPorts);
    });
    int ttl = settings.number(CoreDns.TTL);
    List<String> templates =
        pods == ClusterZone.PodNames.MADE && !cluster.namespaces().isEmpty()
            ? PodTemplates.lines(
                origin,
                cluster.namespaces().stream().map(Namespace::name).toList(),
                Zone.soa(origin, 1, ttl),
                ttl)
            : List.of();
    return new Names(
        server, origin, ttl, own, List.copyOf(reverse.borrowed()), allPorts, templates);
  }

  /** Takes the addresses of ports where there are any; a zone has the addresses of its name server. */
  private static void finish(PortNames ports, Name server, Zone of, List<PortNames> all) {
    if (!ports.zone().isEmpty()) {
      ports.zone().addressesOf(server, of);
      all.add(ports);
    }
  }

  /** Where the outside asks: at the name service's addresses there, else at the nodes that serve, else where pods do. */
  private static List<IpAddress> outside(BackendContext context) {
    List<IpAddress> service = context.cluster().services().stream()
        .filter(s -> s.clusterIps().stream()
            .anyMatch(ip -> DnsAddress.of(context.cluster()).contains(ip.value())))
        .flatMap(s -> ExternalZone.addresses(s).stream())
        .toList();
    List<IpAddress> nodes = context.cluster().nameServers().stream()
        .flatMap(s -> s.addresses().stream())
        .toList();
    return !service.isEmpty() ? service : !nodes.isEmpty() ? nodes : context.nameServers();
  }

  /** The name of the name server: of the service that pods ask, where there is one. */
  private static Name server(BackendContext context, Name origin) {
    for (Service service : context.cluster().services()) {
      for (Located<IpAddress> ip : service.clusterIps()) {
        if (context.nameServers().contains(ip.value())) {
          return Aliases.name(service, origin);
        }
      }
    }
    return origin.child("ns.dns");
  }

  /** Every zone that any server can have, the cluster's names first. */
  List<Zone> zones() {
    return Stream.concat(own.stream(), borrowed.stream()).toList();
  }

  /** These and what CoreDNS alone serves. */
  List<Zone> all() {
    return Stream.concat(zones().stream(), ports.stream().map(PortNames::zone)).toList();
  }

  /** Makes the lines of all zones' files, which are kept there. */
  void makeLines() {
    List<Zone> rest = all();
    Parallel.both(
        () -> lines(rest.get(0)), () -> rest.subList(1, rest.size()).forEach(this::lines));
  }

  /** The lines of a zone's file. */
  List<String> lines(Zone zone) {
    return zone.lines(server, cluster, ttl);
  }
}
