package dev.podnet.backends.ipvs;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What IPVS cannot do as the other modes do. */
final class IpvsCheck {

  /** Schedulers that look at the address that is asked, which is the same for all of a service's connections. */
  private static final List<String> BY_DESTINATION = List.of("dh", "lblc", "lblcr");

  private IpvsCheck() {}

  static void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    if (cluster.settings().localhostNodePorts()) {
      Diagnostic.at(
              context.choice().name().span(),
              SettingCode.IPVS_LOCALHOST,
              "node ports cannot answer on 127.0.0.1 with IPVS, but `localhostNodePorts` is on")
          .label("sends no packet from a loopback address to another host")
          .help("leave `localhostNodePorts` out, or write `proxyMode iptables`")
          .to(diagnostics);
    }
    scheduler(context, diagnostics);
    Map<IpAddress, Node> owners = new HashMap<>();
    for (Node node : cluster.nodes()) {
      node.addresses().forEach(a -> owners.put(a.value(), node));
    }
    for (Service service : cluster.services()) {
      Stream.concat(service.externalIps().stream(), service.loadBalancerIps().stream())
          .filter(a -> service.proxied() && owners.containsKey(a.value()))
          .forEach(a -> owned(service, a, owners.get(a.value()), diagnostics));
    }
  }

  private static void scheduler(BackendContext context, Diagnostics diagnostics) {
    String scheduler = context.settings().text(IpvsProxy.SCHEDULER).orElseThrow();
    if (BY_DESTINATION.contains(scheduler)) {
      Diagnostic.at(
              context.choice().name().span(),
              SettingCode.IPVS_ONE_ENDPOINT,
              "the scheduler " + scheduler
                  + " sends all connections to one address of a service to the same endpoint")
          .label("chooses by the address that is asked")
          .help("write `scheduler sh` or `scheduler mh` to choose by the client's address, or"
              + " `scheduler rr` to take turns")
          .to(diagnostics);
    }
  }

  /** Other nodes leave the packets of such an address to the one that has it, and so cannot do their part. */
  private static void owned(
      Service service, Located<IpAddress> address, Node node, Diagnostics diagnostics) {
    String why = service.externalLocal()
        ? "`externalTrafficPolicy Local`"
        : !service.loadBalancerSourceRanges().isEmpty()
            ? "`loadBalancerSourceRanges`"
            : hinted(service) ? "endpoints that are meant for some nodes or zones" : "";
    if (!why.isEmpty()) {
      Diagnostic.at(
              address.span(),
              SettingCode.IPVS_NODE_ADDRESS,
              "service " + service.ref() + " has the address of node " + node.name() + " and " + why
                  + ", which IPVS cannot do together")
          .label("the other nodes cannot take in packets for it")
          .related(node.span(), node.name() + " has it here")
          .help("give the service an address of its own, or write `proxyMode iptables`")
          .to(diagnostics);
    }
  }

  private static boolean hinted(Service service) {
    return service.ports().stream()
        .flatMap(p -> p.backends().stream())
        .anyMatch(b ->
            !b.endpoint().hintNodes().isEmpty() || !b.endpoint().hintZones().isEmpty());
  }
}
