package dev.podnet.backends.ipvs;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.LinkAddress;
import dev.podnet.spi.FragmentBuilder;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The services of one family as all nodes have them. */
final class SharedServices {

  private final Cluster cluster;
  private final IpFamily family;
  private final Endpoints endpoints;
  private final Placement placement;
  private final Servers servers;
  private final SortedSet<IpAddress> addresses = new TreeSet<>();
  private final Members marks = new Members();
  private final Members sources = new Members();
  private final PortMembers nodePorts = new PortMembers();
  private final ServiceRules.Needs needs = new ServiceRules.Needs();

  SharedServices(
      Cluster cluster, IpFamily family, Endpoints endpoints, Placement placement, Servers servers) {
    this.cluster = cluster;
    this.family = family;
    this.endpoints = endpoints;
    this.placement = placement;
    this.servers = servers;
  }

  /** Adds a port of a service that has the family. */
  void add(Service service, Service.Port port) {
    Exposure exposure = Exposure.of(service, port, family);
    // What is a node's own already stays where it is.
    exposure.addresses().stream().filter(a -> !endpoints.isNode(a)).forEach(addresses::add);
    boolean refused = endpoints.usable(service, port, family).isEmpty();
    if (refused) {
      exposure.addresses().stream()
          .filter(endpoints::isNode)
          .forEach(a -> marks.add(a, port, Marks.address(Marks.Flag.REFUSED)));
      exposure
          .nodePort()
          .ifPresent(number -> nodePorts.add(
              port.protocol(),
              number,
              Marks.nodePort(port.protocol(), number, Marks.Flag.REFUSED)));
      return;
    }
    List<Placement.Spot> spots = placement.spots(service, port, family);
    marks(service, port, exposure);
    for (Placement.Spot spot : spots) {
      exposure
          .clusterIp()
          .filter(ip -> !service.internalLocal())
          .ifPresent(ip -> at(service, port, ip, spot));
      exposure.externalIps().forEach(ip -> at(service, port, ip, spot));
      exposure.loadBalancerIps().forEach(ip -> at(service, port, ip, spot));
      exposure
          .nodePort()
          .ifPresent(number -> spot.fragment()
              .virtualServer(servers.marked(
                  service,
                  port,
                  family,
                  nodePortMark(service, port, number),
                  spot.backends(),
                  " node port " + number)));
    }
  }

  private void at(Service service, Service.Port port, IpAddress ip, Placement.Spot spot) {
    spot.fragment().virtualServer(servers.at(service, port, ip, spot.backends()));
  }

  private static int nodePortMark(Service service, Service.Port port, int number) {
    return Marks.nodePort(
        port.protocol(),
        number,
        service.externalLocal() ? Marks.Flag.OUTSIDE_LOCAL : Marks.Flag.MASQUERADE);
  }

  private void marks(Service service, Service.Port port, Exposure exposure) {
    Marks.Flag inside =
        service.internalLocal() ? Marks.Flag.INSIDE_LOCAL : ServiceRules.inside(cluster.settings());
    exposure.clusterIp().ifPresent(ip -> marks.add(ip, port, Marks.address(inside)));
    int outside =
        Marks.address(service.externalLocal() ? Marks.Flag.OUTSIDE_LOCAL : Marks.Flag.MASQUERADE);
    exposure.externalIps().forEach(ip -> marks.add(ip, port, outside));
    for (IpAddress ip : exposure.loadBalancerIps()) {
      int mark = outside;
      if (!exposure.sourceRanges().isEmpty()) {
        mark = Marks.with(mark, Marks.Flag.RANGES);
        needs.ranges = true;
        if (!SourceRanges.everyNodeMay(cluster, exposure.sourceRanges())) {
          mark = Marks.with(mark, Marks.Flag.SHUT_HOST);
          needs.shutHosts = true;
        }
        for (Cidr range : SourceRanges.members(exposure.sourceRanges())) {
          sources.add(ip, port, range);
        }
      }
      marks.add(ip, port, mark);
    }
    exposure
        .nodePort()
        .ifPresent(
            number -> nodePorts.add(port.protocol(), number, nodePortMark(service, port, number)));
  }

  /** Writes everything down; nothing when there is no service. */
  void contribute(FragmentBuilder shared) {
    if (addresses.isEmpty() && marks.isEmpty() && nodePorts.isEmpty()) {
      return;
    }
    addresses.forEach(a ->
        shared.address(new LinkAddress(IpvsProxy.DEVICE, new InterfaceAddress(a, family.bits()))));
    Members alone = new Members();
    addresses.forEach(alone::add);
    shared.ipSet(alone.set(
        Names.addresses(family), "hash:ip", family, "addresses that belong to services alone"));
    shared.ipSet(marks.marks(
        Names.marks(family), "hash:ip,port", family, "services with endpoints by address"));
    nodePorts.forEach((protocol, members) -> shared.ipSet(
        members.marks(Names.nodePorts(family, protocol), "bitmap:port", family, "node ports")));
    if (needs.ranges) {
      shared.ipSet(sources.set(
          Names.sources(family), "hash:ip,port,net", family, "who may use which load balancer"));
    }
    needs.protocols.addAll(nodePorts.protocols());
    new ServiceRules(cluster, family, needs).contribute(shared);
  }
}
