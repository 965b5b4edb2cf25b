package dev.podnet.backends.ipvs;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.DirectReturn;
import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.Hashes;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.backends.common.UniqueNames;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link;
import dev.podnet.plan.Link.IpTunnel;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Match;
import dev.podnet.plan.Part;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.plan.VirtualServer;
import dev.podnet.plan.VirtualServer.Forwarding;
import dev.podnet.plan.VirtualServer.RealServer;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Direct server return, of IPv4: what a client outside sends to an external or load balancer's address is wrapped in IP by the
 * node it comes to (IPVS' tunnelling, RFC 2003) and unwrapped by a node with an endpoint, which hands it to an endpoint of its
 * own and whose answer goes straight to the client.
 *
 * <p>kube-router has the packet unwrapped inside the endpoint's pod (docs/dsr.md of kube-router). Unwrapping it on the pod's
 * node needs nothing in the pod, so it works for ports with another number in the pod, for pods of a container runtime, and for
 * pods in the host's network; and it leaves the addresses of services where they are.
 *
 * <p>Every node has one virtual server for a port, whose real servers are the nodes with endpoints, weighted by how many; a node
 * leaves out itself and has its own endpoints instead. So the output grows with endpoints, not with their product.
 */
final class DirectReturns {

  private static final InterfaceName OWN_DEVICE = new InterfaceName("dsr.ipip");
  private static final int IPV4_HEADER = 20;

  /**
   * The address that is nobody's (RFC 7600; IANA, special-purpose addresses). A link without any drops what comes from elsewhere also with the loose
   * reverse path filter (net/ipv4/fib_frontend.c, __fib_validate_source).
   */
  private static final IpAddress DUMMY_ADDRESS = IpAddress.parse("192.0.0.8");

  private final Cluster cluster;
  private final Endpoints endpoints;
  private final Placement placement;
  private final String scheduler;
  private final Map<String, Integer> numbers;
  private final Optional<InterfaceName> device;
  private final Members marks = new Members();

  DirectReturns(
      Cluster cluster,
      Endpoints endpoints,
      Placement placement,
      String scheduler,
      PlanBuilder plan) {
    this.cluster = cluster;
    this.endpoints = endpoints;
    this.placement = placement;
    this.scheduler = weighted(scheduler);
    this.numbers = UniqueNames.assign(
        cluster.services().stream()
            .filter(Service::proxied)
            .flatMap(s -> s.ports().stream().map(p -> LocalMarks.key(s, p)))
            .toList(),
        key -> Math.max(2, Integer.parseInt(Hashes.hex(key, 4), 16) & 0xfffe));
    this.device = DirectReturn.on(cluster)
        ? cluster.nodes().stream().findFirst().map(n -> unwrapping(plan.links(n.name())))
        : Optional.empty();
  }

  /** What it adds to a packet, in bytes. */
  static int wrapping(Cluster cluster) {
    return DirectReturn.on(cluster) ? IPV4_HEADER : 0;
  }

  /** The device of the fabric that takes IP in IP from everybody: the kernel has one of a kind for an address. */
  private static InterfaceName unwrapping(List<Link> links) {
    return links.stream()
        .filter(l -> l instanceof IpTunnel t && t.kind() == IpTunnel.Kind.IPIP)
        .map(Link::name)
        .findFirst()
        .orElse(OWN_DEVICE);
  }

  /** Taking turns among servers of different weight. */
  private static String weighted(String scheduler) {
    return switch (scheduler) {
      case "rr" -> "wrr";
      case "lc" -> "wlc";
      default -> scheduler;
    };
  }

  /**
   * The endpoints of a port by node, where clients are answered past this node; empty where they are not: where the policy is
   * Local, where hints keep traffic near, and where the node of an endpoint is not known.
   */
  SortedMap<String, List<Service.Backend>> spread(
      Service service, Service.Port port, IpFamily family) {
    SortedMap<String, List<Service.Backend>> spread = new TreeMap<>();
    if (!DirectReturn.on(cluster, service)
        || family != IpFamily.IPV4
        || service.externalLocal()
        || addresses(service, port).isEmpty()
        || placement.spots(service, port, family).size() > 1) {
      return spread;
    }
    for (Service.Backend backend : endpoints.usable(service, port, family)) {
      Optional<String> node =
          endpoints.nodeOf(backend.endpoint()).filter(n -> node(n).isPresent());
      if (node.isEmpty()) {
        return new TreeMap<>();
      }
      spread.computeIfAbsent(node.get(), n -> new ArrayList<>()).add(backend);
    }
    return spread;
  }

  /** The addresses of a port at which it is done: those of the outside that no node has as its own. */
  List<IpAddress> addresses(Service service, Service.Port port) {
    Exposure exposure = Exposure.of(service, port, IpFamily.IPV4);
    List<IpAddress> all = new ArrayList<>(exposure.externalIps());
    all.addAll(exposure.loadBalancerIps());
    return all.stream().distinct().filter(a -> !endpoints.isNode(a)).toList();
  }

  private Optional<Node> node(String name) {
    return cluster.nodes().stream().filter(n -> n.name().equals(name)).findFirst();
  }

  /** Adds a port that has the family. */
  void add(Service service, Service.Port port, IpFamily family) {
    SortedMap<String, List<Service.Backend>> spread = spread(service, port, family);
    if (spread.isEmpty()) {
      return;
    }
    int mark = Marks.numbered(numbers.get(LocalMarks.key(service, port)));
    addresses(service, port).forEach(ip -> marks.add(ip, port, mark));
    List<RealServer> nodes = new ArrayList<>();
    spread.forEach((name, backends) -> nodes.add(new RealServer(
        node(name).orElseThrow().address(IpFamily.IPV4).orElseThrow(),
        port.number(),
        Forwarding.TUNNEL,
        backends.size(),
        Optional.of(name))));
    nodes.sort(null);
    placement.everywhere().virtualServer(server(service, port, mark, nodes, false));
    spread.forEach((name, backends) -> placement
        .on(name)
        .virtualServer(server(service, port, mark, Servers.real(backends), true)));
  }

  private VirtualServer server(
      Service service, Service.Port port, int mark, List<RealServer> servers, boolean more) {
    return new VirtualServer(
        new VirtualServer.Marked(IpFamily.IPV4, mark),
        service.affinitySeconds().isPresent() ? Servers.BY_CLIENT : scheduler,
        Optional.empty(),
        servers,
        service.portName(port) + " answered past this node"
            + (more ? ", or by this node's own" : ""),
        more);
  }

  /** What is unwrapped on a node goes to its own endpoints. */
  Match unwrapped() {
    return new Match.InInterface(device.orElseThrow().value(), false);
  }

  /** Writes down what all nodes have, and each node's device. */
  void contribute(PlanBuilder plan) {
    if (marks.isEmpty()) {
      return;
    }
    FragmentBuilder shared = placement.everywhere();
    shared.ipSet(marks.marks(
        Names.RETURNS, "hash:ip,port", IpFamily.IPV4, "services answered past the balancer"));
    RuleBuilder stranger = rule("strangers are answered by an endpoint's node");
    PodNetwork.range(cluster, IpFamily.IPV4).ifPresent((Cidr pods) -> stranger.notFrom(pods));
    shared.chain(new Chain(
        IpFamily.IPV4,
        Table.MANGLE,
        Names.RETURNS_CHAIN,
        List.of(stranger
            .match(new Match.InInterface(device.orElseThrow().value(), true))
            .match(new Match.LocalAddress(true, true))
            .match(Marks.atAddress(Marks.Flag.MASQUERADE))
            .then(new Target.MapMark(Names.RETURNS, List.of("dst", "dst"))))));
    shared.hook(new Hook(IpFamily.IPV4, Table.MANGLE, Hook.Base.PREROUTING, Names.RETURNS_CHAIN));
    shared.module(new KernelModule("ipip", ""));
    shared.sysctl(new Sysctl(
        "net/ipv4/conf/" + device.orElseThrow() + "/rp_filter",
        "2",
        "dsr: what is unwrapped here comes from clients whom another way leads to"));
    if (device.orElseThrow().equals(OWN_DEVICE)) {
      shared.address(new LinkAddress(OWN_DEVICE, new InterfaceAddress(DUMMY_ADDRESS, 32)));
      for (Node node : cluster.nodes()) {
        plan.host(node.name(), Part.SERVICES)
            .link(new IpTunnel(
                OWN_DEVICE,
                cluster.underlayMtu() - IPV4_HEADER,
                IpTunnel.Kind.IPIP,
                node.address(IpFamily.IPV4),
                Optional.empty(),
                "unwraps what other nodes' balancers send"));
      }
    }
  }
}
