package dev.podnet.backends.routed;

import dev.podnet.backends.common.Hashes;
import dev.podnet.backends.common.PodNames;
import dev.podnet.backends.common.PodNamespaces;
import dev.podnet.backends.common.PodNamespaces.Inside;
import dev.podnet.backends.common.UniqueNames;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.PodNamespace.PodNeighbour;
import dev.podnet.plan.PodNamespace.PodRoute;
import dev.podnet.plan.Route;
import dev.podnet.plan.Sysctl;
import dev.podnet.source.Located;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A wire of its own for each pod. */
final class PodWires implements PodNamespaces.Wire {

  /** The MAC of every wire's end on the host: pods know it beforehand. */
  static final MacAddress HOST_MAC = new MacAddress(0xeeee_eeee_eeeeL);

  /** The pods' next hop: an address of the link (RFC 3927) that no host has. */
  private static final IpAddress GATEWAY = IpAddress.parse("169.254.1.1");

  private final BackendContext context;
  private final Map<String, InterfaceName> hostEnds;

  PodWires(BackendContext context) {
    this.context = context;
    List<String> wired = context.cluster().pods().stream()
        .filter(Pod::wired)
        .map(p -> p.ref().toString())
        .toList();
    this.hostEnds = UniqueNames.assign(wired, PodWires::hostEnd);
  }

  /**
   * Calico's name: {@code cali} and eleven digits of the SHA-1 of {@code NAMESPACE.POD} (libcalico-go,
   * conversion/workload_endpoint_default.go).
   */
  private static InterfaceName hostEnd(String ref) {
    return new InterfaceName("cali" + Hashes.sha1(ref.replace('/', '.'), 11));
  }

  @Override
  public Inside wire(Pod pod, Node node, FragmentBuilder host) {
    String ref = pod.ref().toString();
    InterfaceName name = hostEnds.get(ref);
    host.link(new Link.Veth(
        name,
        HOST_MAC,
        context.podMtus().get(node.name()),
        PodNamespaces.ETH0,
        mac(pod),
        PodNames.namespace(pod.ref()),
        Optional.empty(),
        false,
        "pod " + ref));
    List<InterfaceAddress> addresses = new ArrayList<>();
    List<PodRoute> routes = new ArrayList<>();
    List<PodNeighbour> neighbours = new ArrayList<>();
    for (Located<IpAddress> ip : pod.ips()) {
      IpAddress address = ip.value();
      IpFamily family = address.family();
      addresses.add(new InterfaceAddress(address, family.bits()));
      host.route(new Route(
          address.asHost(), Optional.empty(), Optional.of(name), false, Optional.empty()));
      IpAddress gateway = family == IpFamily.IPV4 ? GATEWAY : HOST_MAC.linkLocal();
      if (family == IpFamily.IPV4) {
        v4(name, host);
        routes.add(new PodRoute(GATEWAY.asHost(), Optional.empty()));
      } else {
        v6(name, host);
      }
      routes.add(new PodRoute(gateway));
      neighbours.add(new PodNeighbour(gateway, HOST_MAC));
    }
    return new Inside(addresses, routes, neighbours);
  }

  private static MacAddress mac(Pod pod) {
    return pod.ips().isEmpty()
        ? MacAddress.fromName("eth0 " + pod.ref())
        : MacAddress.fromIp(pod.ips().get(0).value());
  }

  private static void v4(InterfaceName name, FragmentBuilder host) {
    String conf = "net/ipv4/conf/" + name + "/";
    host.sysctl(new Sysctl(conf + "forwarding", "1", "the node forwards what its pods send"));
    host.sysctl(new Sysctl(conf + "proxy_arp", "1", "the node answers for the pods' next hop"));
    host.sysctl(new Sysctl(conf + "rp_filter", "1", "a pod sends from its own address alone"));
    host.sysctl(new Sysctl("net/ipv4/neigh/" + name + "/proxy_delay", "0", "and answers at once"));
  }

  private static void v6(InterfaceName name, FragmentBuilder host) {
    String conf = "net/ipv6/conf/" + name + "/";
    host.sysctl(new Sysctl(conf + "accept_dad", "0", "its link-local address is there at once"));
    host.sysctl(new Sysctl(conf + "accept_ra", "0", "no pod is a router for the node"));
    host.sysctl(new Sysctl(conf + "addr_gen_mode", "0", "and made from its MAC, as pods expect"));
    host.sysctl(new Sysctl(conf + "forwarding", "1", "the node forwards what its pods send"));
  }
}
