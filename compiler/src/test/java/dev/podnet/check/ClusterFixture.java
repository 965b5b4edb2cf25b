package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Ingress;
import dev.podnet.model.NetworkPolicy;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.PodDns;
import dev.podnet.model.Router;
import dev.podnet.model.Segment;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A cluster made by hand. Every value stands on a line of its own, in the order of the calls. */
final class ClusterFixture {

  private final SourceFile spec = new SourceFile("t.podnet", "x\n".repeat(120_000));
  private final SourceFile manifest = new SourceFile("t.yaml", "x\n".repeat(1000));
  private int line = 1;
  private int manifestLine = 1;

  final Span clusterSpan = place();
  List<Located<Cidr>> podCidrs = List.of(new Located<>(Cidr.parse("10.244.0.0/16"), clusterSpan));
  List<Located<Cidr>> serviceCidrs =
      List.of(new Located<>(Cidr.parse("10.96.0.0/16"), clusterSpan));
  List<Cidr> nodePortAddresses = List.of();
  boolean localhostNodePorts;
  Located<Integer> mtu = new Located<>(1500, clusterSpan);
  BackendChoice backend = choice("vxlan", clusterSpan);
  Optional<FabricFacts> fabric = Optional.of(new FabricFacts("vxlan", false, Map.of()));
  int overhead;
  final List<Segment> segments = new ArrayList<>();
  final List<Router> routers = new ArrayList<>();
  final List<Node> nodes = new ArrayList<>();
  final List<Pod> pods = new ArrayList<>();
  final List<Service> services = new ArrayList<>();
  final List<NetworkPolicy> policies = new ArrayList<>();
  final List<Ingress> ingresses = new ArrayList<>();

  private Span place() {
    int start = spec.offset(line++, 1);
    return new Span(spec, start, start + 1);
  }

  private Span manifestPlace() {
    int start = manifest.offset(manifestLine++, 1);
    return new Span(manifest, start, start + 1);
  }

  private static BackendChoice choice(String name, Span span) {
    return new BackendChoice(new Located<>(name, span), false, List.of());
  }

  private List<Located<Cidr>> cidrs(String... texts) {
    return Arrays.stream(texts).map(t -> new Located<>(Cidr.parse(t), place())).toList();
  }

  private List<Located<IpAddress>> addresses(String... texts) {
    return Arrays.stream(texts)
        .map(t -> new Located<>(IpAddress.parse(t), place()))
        .toList();
  }

  ClusterFixture podCidr(String... texts) {
    podCidrs = cidrs(texts);
    return this;
  }

  ClusterFixture serviceCidr(String... texts) {
    serviceCidrs = cidrs(texts);
    return this;
  }

  ClusterFixture mtu(int bytes) {
    mtu = new Located<>(bytes, place());
    return this;
  }

  ClusterFixture fabric(String name, boolean needsSharedSegment, int bytes) {
    backend = choice(name, place());
    fabric = Optional.of(new FabricFacts(name, needsSharedSegment, Map.of()));
    overhead = bytes;
    return this;
  }

  ClusterFixture segment(String name, String cidr, String... gateways) {
    return segment(name, 1500, cidr, gateways);
  }

  ClusterFixture segment(String name, int mtuBytes, String cidr, String... gateways) {
    segments.add(
        new Segment(name, place(), false, cidrs(cidr.split(",")), addresses(gateways), mtuBytes));
    return this;
  }

  ClusterFixture router(String name, String... names) {
    return router(name, 0, names);
  }

  ClusterFixture router(String name, int limit, String... names) {
    List<Located<String>> connects =
        Arrays.stream(names).map(n -> new Located<>(n, place())).toList();
    routers.add(new Router(
        name,
        place(),
        connects,
        limit == 0 ? Optional.empty() : Optional.of(new Located<>(limit, place())),
        Optional.empty()));
    return this;
  }

  ClusterFixture node(String name, String address, String... shares) {
    Span span = place();
    List<Located<IpAddress>> all = addresses(address.split(","));
    Optional<String> segment = segments.isEmpty()
        ? Optional.of("underlay")
        : all.stream()
            .flatMap(a -> segments.stream()
                .filter(s -> s.cidrs().stream().anyMatch(c -> c.value().contains(a.value()))))
            .map(Segment::name)
            .findFirst();
    nodes.add(new Node(
        name,
        span,
        all,
        "eth0",
        segment,
        cidrs(shares),
        List.of(),
        Optional.empty(),
        new TreeMap<>(),
        List.of(),
        false));
    return this;
  }

  ClusterFixture pod(String name, String node, String... ips) {
    return pod(name, node, Pod.Network.POD, false, addresses(ips));
  }

  /** A pod whose ports are written {@code 80/TCP}, {@code 80/TCP=8080} or {@code 80/TCP=192.0.2.1@8080}. */
  ClusterFixture ports(String name, String node, boolean host, boolean imported, String... ports) {
    return pod(name, node, host ? Pod.Network.HOST : Pod.Network.POD, imported, List.of(), ports);
  }

  private ClusterFixture pod(
      String name,
      String node,
      Pod.Network network,
      boolean imported,
      List<Located<IpAddress>> ips,
      String... ports) {
    Span span = imported ? manifestPlace() : place();
    List<Pod.Port> list = new ArrayList<>();
    for (String text : ports) {
      String[] half = text.split("=");
      String[] port = half[0].split("/");
      Optional<String> host = half.length == 1 ? Optional.empty() : Optional.of(half[1]);
      list.add(new Pod.Port(
          imported ? span : place(),
          Optional.empty(),
          Integer.parseInt(port[0]),
          Protocol.valueOf(port[1]),
          host.map(h -> Integer.valueOf(h.substring(h.indexOf('@') + 1))),
          host.filter(h -> h.contains("@"))
              .map(h -> IpAddress.parse(h.substring(0, h.indexOf('@'))))));
    }
    pods.add(new Pod(
        new ObjectRef("default", name),
        span,
        Optional.empty(),
        Optional.of(node),
        network,
        Optional.empty(),
        ips,
        true,
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty(),
        List.of(new Pod.Container("c", list)),
        PodDns.CLUSTER_FIRST,
        true,
        false));
    return this;
  }

  ClusterFixture service(String name, String... clusterIps) {
    return service(name, false, List.of(clusterIps), List.of(), List.of(), "80/TCP");
  }

  ClusterFixture importedService(String name, String... clusterIps) {
    return service(name, true, List.of(clusterIps), List.of(), List.of(), "80/TCP");
  }

  ClusterFixture externalService(String name, String external, String... ports) {
    return service(name, false, List.of(), List.of(external), List.of(), ports);
  }

  ClusterFixture loadBalancer(String name, String address, String... ports) {
    return service(name, false, List.of(), List.of(), List.of(address), ports);
  }

  /** A service whose ports are written {@code 80/TCP} or, with a node port, {@code 80/TCP=30080}. */
  ClusterFixture service(
      String name,
      boolean imported,
      List<String> clusterIps,
      List<String> external,
      List<String> balancers,
      String... ports) {
    Span span = imported ? manifestPlace() : place();
    List<Located<IpAddress>> ips = clusterIps.stream()
        .map(t -> new Located<>(IpAddress.parse(t), imported ? manifestPlace() : place()))
        .toList();
    List<Service.Port> list = new ArrayList<>();
    for (String text : ports) {
      String[] half = text.split("=");
      String[] port = half[0].split("/");
      list.add(new Service.Port(
          place(),
          Optional.empty(),
          Integer.parseInt(port[0]),
          Protocol.valueOf(port[1]),
          new Service.Target(Optional.of(Integer.parseInt(port[0])), Optional.empty()),
          half.length == 1
              ? Optional.empty()
              : Optional.of(new Located<>(Integer.valueOf(half[1]), place())),
          half.length > 1,
          List.of()));
    }
    services.add(new Service(
        new ObjectRef("default", name),
        span,
        Service.Type.CLUSTER_IP,
        false,
        ips,
        true,
        List.of(IpFamily.IPV4),
        new TreeMap<>(),
        list,
        List.of(),
        List.of(),
        addresses(external.toArray(String[]::new)),
        addresses(balancers.toArray(String[]::new)),
        Service.BalancerOthers.NONE,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        false));
    return this;
  }

  ClusterFixture policy(String name, boolean imported) {
    policies.add(new NetworkPolicy(
        new ObjectRef("default", name),
        place(),
        imported,
        new NetworkPolicy.Selector(List.of()),
        true,
        false,
        List.of(),
        List.of()));
    return this;
  }

  ClusterFixture ingress(String name, boolean imported) {
    ingresses.add(new Ingress(
        new ObjectRef("default", name),
        place(),
        imported,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of()));
    return this;
  }

  Cluster cluster() {
    List<Segment> all = segments.isEmpty()
        ? List.of(new Segment("underlay", clusterSpan, true, List.of(), List.of(), mtu.value()))
        : segments;
    return new Cluster(
        "t",
        clusterSpan,
        new ClusterSettings(
            "cluster.local",
            podCidrs,
            podCidrs.stream().map(c -> c.value().network().isV4() ? 24 : 64).toList(),
            serviceCidrs,
            new PortRange(30000, 32767),
            nodePortAddresses,
            mtu,
            true,
            false,
            localhostNodePorts,
            choice("bridge", clusterSpan),
            choice(backend.name().value(), backend.name().span()),
            backend,
            choice("iptables", clusterSpan),
            choice("coredns", clusterSpan),
            Optional.empty()),
        all,
        routers,
        nodes,
        List.of(),
        pods,
        services,
        policies,
        ingresses,
        List.of(),
        List.of());
  }

  List<Diagnostic> check() {
    Cluster cluster = cluster();
    int least = cluster.segments().stream().mapToInt(Segment::mtu).min().orElse(1500);
    Map<String, Integer> mtus = new TreeMap<>();
    nodes.forEach(n -> mtus.put(n.name(), least - overhead));
    Diagnostics diagnostics = new Diagnostics();
    Checker.check(
        cluster,
        fabric.map(f -> new FabricFacts(f.name(), f.needsSharedSegment(), mtus)),
        diagnostics);
    return diagnostics.sorted();
  }

  /** What was found, one line each: {@code PN2003 message}. */
  List<String> findings() {
    return check().stream().map(d -> d.code().id() + " " + d.message()).toList();
  }

  /** The only finding there is. */
  Diagnostic only() {
    List<Diagnostic> all = check();
    if (all.size() != 1) {
      throw new AssertionError("not one finding but " + findings());
    }
    return all.get(0);
  }
}
