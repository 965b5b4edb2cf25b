package dev.podnet.render;

import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostState;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.IpSet;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Match;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Route;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A plan with every kind of element, for as many nodes as wanted. */
public final class SamplePlan {

  private SamplePlan() {}

  /** A cluster {@code shop} of nodes {@code n1} to {@code nCOUNT}. */
  public static Plan of(int nodes) {
    List<HostState> hosts = new ArrayList<>();
    List<Route> routes = new ArrayList<>();
    List<Neighbour> neighbours = new ArrayList<>();
    List<Fdb> fdb = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      String node = "n" + i;
      IpAddress share = ip("10.128.0.0").plus(256L * i);
      routes.add(new Route(
          Cidr.of(share, 24),
          Optional.of(share),
          Optional.of(name("flannel.1")),
          true,
          Optional.of(node)));
      neighbours.add(new Neighbour(share, tunnelMac(node), name("flannel.1"), Optional.of(node)));
      fdb.add(new Fdb(tunnelMac(node), name("flannel.1"), address(i), Optional.of(node)));
      TreeMap<Part, Fragment> parts = new TreeMap<>();
      parts.put(Part.NETWORK, network(node, i, share));
      parts.put(Part.PODS, pods(share));
      hosts.add(
          new HostState(node, "eth0", List.of(address(i)), parts, List.of("peers", "services")));
    }
    TreeMap<String, Plan.SharedFragment> shared = new TreeMap<>();
    shared.put(
        "peers",
        new Plan.SharedFragment(
            "peers",
            Part.NETWORK,
            "the way to the pods of every node",
            peers(routes, neighbours, fdb)));
    shared.put(
        "services",
        new Plan.SharedFragment(
            "services", Part.SERVICES, "the services of cluster shop", services()));
    List<OutputFile> files = List.of(
        new OutputFile("dns/zones/cluster.local.zone", List.of("; names of shop", "@ IN SOA a b")));
    return new Plan("shop", hosts, shared, files);
  }

  static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  static InterfaceName name(String text) {
    return new InterfaceName(text);
  }

  private static IpAddress address(int i) {
    return ip("192.168.0.10").plus(i);
  }

  private static MacAddress tunnelMac(String node) {
    return MacAddress.fromName(node);
  }

  private static Fragment network(String node, int i, IpAddress share) {
    return new Fragment(
        List.of(
            new KernelModule("br_netfilter", "/proc/sys/net/bridge"),
            new KernelModule("vxlan", "")),
        List.of(new Sysctl("net/ipv4/ip_forward", "1", "packets of pods pass through this host")),
        List.of(
            new Link.Bridge(
                name("cni0"), MacAddress.fromIp(share.plus(1)), 1450, "the bridge of " + node),
            new Link.Vxlan(
                name("flannel.1"),
                tunnelMac(node),
                1450,
                1,
                address(i),
                name("eth0"),
                8472,
                "the tunnel to the other nodes")),
        List.of(
            new LinkAddress(name("cni0"), new InterfaceAddress(share.plus(1), 24)),
            new LinkAddress(name("cni0"), new InterfaceAddress(ip("fd00:10:244:1::1"), 64))),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Fragment pods(IpAddress share) {
    IpAddress pod = share.plus(2);
    return new Fragment(
        List.of(),
        List.of(),
        List.of(new Link.Veth(
            name("veth1a2b3c4d5e6"),
            MacAddress.fromName("veth"),
            1450,
            name("eth0"),
            MacAddress.fromIp(pod),
            "default.web-1",
            Optional.of(name("cni0")),
            true,
            "default/web-1")),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(
            new PodNamespace(
                "default.web-1",
                "default/web-1",
                Optional.empty(),
                List.of(new InterfaceAddress(pod, 24), new InterfaceAddress(ip("fd00::2"), 64)),
                List.of(
                    new PodNamespace.PodRoute(share.plus(1)),
                    new PodNamespace.PodRoute(ip("fd00::1"))),
                List.of("nameserver 10.96.0.10", "options ndots:5")),
            new PodNamespace(
                "default.side",
                "default/side",
                Optional.of("default.web-1"),
                List.of(),
                List.of(),
                List.of("nameserver 10.96.0.10")),
            new PodNamespace(
                "default.lonely",
                "default/lonely",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of())));
  }

  private static Fragment peers(List<Route> routes, List<Neighbour> neighbours, List<Fdb> fdb) {
    return new Fragment(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        routes,
        neighbours,
        fdb,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Fragment services() {
    List<Chain> chains = new ArrayList<>();
    List<Hook> hooks = new ArrayList<>();
    for (IpFamily family : IpFamily.values()) {
      IpAddress service = ip(family == IpFamily.IPV4 ? "10.96.0.1" : "fd00:96::1");
      chains.add(new Chain(
          family,
          Table.NAT,
          "PODNET-SERVICES",
          List.of(new Rule(
              List.of(
                  new Match.Destination(service.asHost(), false),
                  new Match.OfProtocol(Protocol.TCP),
                  new Match.DestinationPort(Protocol.TCP, new PortRange(80, 80))),
              new Target.Jump("PODNET-SVC-1"),
              Optional.of("default/web:http")))));
      chains.add(new Chain(
          family,
          Table.NAT,
          "PODNET-SVC-1",
          List.of(new Rule(
              List.of(new Match.OfProtocol(Protocol.TCP)),
              new Target.Dnat(service.plus(1), 8080),
              Optional.of("default/web:http")))));
      hooks.add(new Hook(family, Table.NAT, Hook.Base.PREROUTING, "PODNET-SERVICES"));
    }
    return new Fragment(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new IpSet(
            "PODNET-LOOP",
            "hash:ip,port,ip",
            IpFamily.IPV4,
            List.of("10.0.0.1,tcp:80,10.0.0.1"),
            "pods that reach themselves through a service")),
        chains,
        hooks,
        List.of());
  }
}
