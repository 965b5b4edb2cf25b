package dev.podnet.backends.bridge;

import dev.podnet.backends.common.PodNames;
import dev.podnet.backends.common.PodNamespaces;
import dev.podnet.backends.common.PodNamespaces.Inside;
import dev.podnet.backends.common.UniqueNames;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.PodNamespace.PodRoute;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pods as ports of their node's bridge: a veth pair each. */
final class PodPorts implements PodNamespaces.Wire {

  private final BackendContext context;
  private final InterfaceName bridge;
  private final Map<String, InterfaceName> hostEnds;
  private final Map<String, MacAddress> hostMacs;
  private final Map<String, Set<MacAddress>> macsOfSegment = new HashMap<>();

  PodPorts(BackendContext context, InterfaceName bridge) {
    this.context = context;
    this.bridge = bridge;
    this.hostEnds = PodNames.hostInterfaces(context.cluster());
    this.hostMacs = UniqueNames.assign(
        context.cluster().pods().stream()
            .filter(Pod::wired)
            .map(p -> p.ref().toString())
            .toList(),
        MacAddress::fromName);
  }

  /** Makes the pod a port of its node's bridge. */
  @Override
  public Inside wire(Pod pod, Node node, FragmentBuilder host) {
    List<InterfaceAddress> addresses = new ArrayList<>();
    List<PodRoute> routes = new ArrayList<>();
    addresses(pod, node, addresses, routes);
    host.link(veth(pod, node, addresses));
    return new Inside(addresses, routes, List.of());
  }

  private void addresses(
      Pod pod, Node node, List<InterfaceAddress> addresses, List<PodRoute> routes) {
    for (Located<IpAddress> ip : pod.ips()) {
      node.podCidr(ip.value().family()).ifPresent(cidr -> {
        addresses.add(new InterfaceAddress(ip.value(), BridgeWiring.prefix(context, cidr)));
        routes.add(new PodRoute(cidr.nth(1)));
      });
    }
  }

  private Link.Veth veth(Pod pod, Node node, List<InterfaceAddress> addresses) {
    String ref = pod.ref().toString();
    return new Link.Veth(
        hostEnds.get(ref),
        hostMacs.get(ref),
        context.podMtus().get(node.name()),
        PodNamespaces.ETH0,
        mac(pod, node, addresses),
        PodNames.namespace(pod.ref()),
        Optional.of(bridge),
        true,
        "pod " + ref);
  }

  /** The MAC of a pod's eth0: made from its address, or from its name where another on the bridge has that. */
  private MacAddress mac(Pod pod, Node node, List<InterfaceAddress> addresses) {
    Set<MacAddress> taken =
        macsOfSegment.computeIfAbsent(context.flat() ? "" : node.name(), n -> bridgeMacs(node));
    boolean byName =
        addresses.isEmpty() || context.flat() && !addresses.get(0).address().isV4();
    MacAddress mac = byName
        ? MacAddress.fromName("eth0 " + pod.ref())
        : MacAddress.fromIp(addresses.get(0).address());
    for (int n = 1; !taken.add(mac); n++) {
      mac = MacAddress.fromName("eth0 " + pod.ref() + "#" + n);
    }
    return mac;
  }

  private Set<MacAddress> bridgeMacs(Node node) {
    Set<MacAddress> macs = new HashSet<>();
    if (context.flat()) {
      context.cluster().nodes().stream()
          .filter(n -> !n.podCidrs().isEmpty())
          .forEach(n -> macs.add(BridgeWiring.mac(context, n)));
    } else {
      BridgeWiring.gateways(context, node).forEach(g -> macs.add(MacAddress.fromIp(g.address())));
    }
    return macs;
  }
}
