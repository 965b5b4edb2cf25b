package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A port of an external address leads to one service; two services may share an address. Where the address is a node's own, node
 * ports are taken there too.
 */
final class ExternalPortTaken implements Rule {

  private record Door(IpAddress address, Protocol protocol, int port) {}

  /** Who has a port, and the address or the node port that says so. */
  private record Owner(Service service, Located<?> by) {}

  /** The node ports, which are at all addresses of nodes, or at those of {@code nodePortAddresses}. */
  private static final class NodePorts {
    private final Set<IpAddress> addresses = new HashSet<>();
    private final Map<Door, Owner> byNumber = new HashMap<>();

    NodePorts(Cluster cluster) {
      List<Cidr> only = cluster.settings().nodePortAddresses();
      for (Node node : cluster.nodes()) {
        for (Located<IpAddress> address : node.addresses()) {
          IpAddress ip = address.value();
          if (only.stream().noneMatch(c -> c.family() == ip.family())
              || only.stream().anyMatch(c -> c.contains(ip))) {
            addresses.add(ip);
          }
        }
      }
      for (Service service : cluster.services()) {
        for (Service.Port port : service.ports()) {
          port.nodePort()
              .ifPresent(number -> byNumber.putIfAbsent(
                  new Door(null, port.protocol(), number.value()), new Owner(service, number)));
        }
      }
    }

    Owner owner(Door door) {
      return addresses.contains(door.address())
          ? byNumber.get(new Door(null, door.protocol(), door.port()))
          : null;
    }
  }

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Map<Door, Owner> owners = new LinkedHashMap<>();
    NodePorts nodePorts = new NodePorts(context.cluster());
    for (Service service : context.cluster().services()) {
      if (!service.proxied()) {
        continue;
      }
      List<Located<IpAddress>> addresses = new ArrayList<>(service.externalIps());
      addresses.addAll(service.loadBalancerIps());
      for (Located<IpAddress> address : addresses) {
        for (Service.Port port : service.ports()) {
          Door door = new Door(address.value(), port.protocol(), port.number());
          Owner owner = owners.putIfAbsent(door, new Owner(service, address));
          Owner other = owner != null ? owner : nodePorts.owner(door);
          if (other != null && other.service() != service) {
            report(service, address, port, other, diagnostics);
            break;
          }
        }
      }
    }
  }

  private static void report(
      Service service,
      Located<IpAddress> address,
      Service.Port port,
      Owner owner,
      Diagnostics diagnostics) {
    String door = "port " + port.number() + "/" + port.protocol() + " of " + address.value();
    Diagnostic.Builder builder = Diagnostic.at(
            address.span(),
            AddressCode.EXTERNAL_PORT_TAKEN,
            "services " + owner.service().ref() + " and " + service.ref() + " both want " + door)
        .label("leads to " + owner.service().ref() + " already")
        .related(owner.by().span(), owner.service().ref() + " has it here")
        .help("give one of them another address or another port");
    if (CheckContext.imported(address.span())) {
      builder.severity(Severity.WARNING);
    }
    builder.to(diagnostics);
  }
}
