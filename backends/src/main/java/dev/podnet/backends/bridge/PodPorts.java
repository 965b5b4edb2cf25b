package dev.podnet.backends.bridge;

import dev.podnet.backends.common.PodNames;
import dev.podnet.backends.common.UniqueNames;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.Part;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.PodNamespace.PodRoute;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pods as ports of their node's bridge: a veth pair and a network namespace each. */
final class PodPorts {

  private static final InterfaceName ETH0 = new InterfaceName("eth0");

  private final BackendContext context;
  private final InterfaceName bridge;
  private final Map<String, InterfaceName> hostEnds;
  private final Map<String, MacAddress> hostMacs;
  private final Map<String, Set<MacAddress>> macsOfNode = new HashMap<>();

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

  /** Adds what a placed pod has on its node. */
  void contribute(Pod pod, Map<ObjectRef, Pod> pods, Node node, PlanBuilder plan) {
    Optional<Pod> root = PodNames.root(pod, pods);
    if (root.isEmpty() || root.get().network() == Pod.Network.HOST) {
      return;
    }
    String name = PodNames.namespace(pod.ref());
    List<String> resolvConf = resolvConf(pod);
    if (pod.sharesWith().isPresent()) {
      String shared = PodNames.namespace(root.get().ref());
      plan.host(node.name(), Part.PODS)
          .namespace(new PodNamespace(
              name, pod.ref().toString(), Optional.of(shared), List.of(), List.of(), resolvConf));
      return;
    }
    List<InterfaceAddress> addresses = new ArrayList<>();
    List<PodRoute> routes = new ArrayList<>();
    if (pod.wired()) {
      addresses(pod, node, addresses, routes);
      plan.host(node.name(), Part.PODS).link(veth(pod, node, addresses));
    }
    plan.host(node.name(), Part.PODS)
        .namespace(new PodNamespace(
            name, pod.ref().toString(), Optional.empty(), addresses, routes, resolvConf));
  }

  private static void addresses(
      Pod pod, Node node, List<InterfaceAddress> addresses, List<PodRoute> routes) {
    for (Located<IpAddress> ip : pod.ips()) {
      node.podCidr(ip.value().family()).ifPresent(cidr -> {
        addresses.add(new InterfaceAddress(ip.value(), cidr.length()));
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
        ETH0,
        mac(pod, node, addresses),
        PodNames.namespace(pod.ref()),
        Optional.of(bridge),
        true,
        "pod " + ref);
  }

  /** The MAC of a pod's eth0: made from its address, or from its name where another on the bridge has that. */
  private MacAddress mac(Pod pod, Node node, List<InterfaceAddress> addresses) {
    Set<MacAddress> taken = macsOfNode.computeIfAbsent(node.name(), n -> {
      Set<MacAddress> macs = new HashSet<>();
      BridgeWiring.gateways(node).forEach(g -> macs.add(MacAddress.fromIp(g.address())));
      return macs;
    });
    MacAddress mac = addresses.isEmpty()
        ? MacAddress.fromName("eth0 " + pod.ref())
        : MacAddress.fromIp(addresses.get(0).address());
    for (int n = 1; !taken.add(mac); n++) {
      mac = MacAddress.fromName("eth0 " + pod.ref() + "#" + n);
    }
    return mac;
  }

  /** The resolver's file as the kubelet writes it for the policy ClusterFirst. */
  private List<String> resolvConf(Pod pod) {
    if (context.nameServers().isEmpty() || pod.network() == Pod.Network.NONE) {
      return List.of();
    }
    String zone = context.cluster().settings().clusterDomain();
    List<String> lines = new ArrayList<>();
    context.nameServers().forEach(server -> lines.add("nameserver " + server));
    lines.add("search " + pod.ref().namespace() + ".svc." + zone + " svc." + zone + " " + zone);
    lines.add("options ndots:5");
    return lines;
  }
}
