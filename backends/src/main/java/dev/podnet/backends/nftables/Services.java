package dev.podnet.backends.nftables;

import static dev.podnet.backends.nftables.Rules.rule;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.Hashes;
import dev.podnet.backends.common.NodePortAccess;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.nftables.Balance.Way;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.NftField;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftTable;
import dev.podnet.plan.NftVerdict;
import dev.podnet.plan.Part;
import dev.podnet.plan.Sysctl;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The services of one family. */
final class Services {

  private static final String REFUSED = "PODNET-REFUSED";
  private static final String REFUSED_NODE_PORTS = "PODNET-REFUSED-NODEPORTS";
  private static final String FIREWALL = "PODNET-FIREWALL";
  private static final String HAIRPIN = "PODNET-HAIRPIN";
  private static final List<NftField> PAIR = List.of(NftField.SOURCE, NftField.DESTINATION);

  private final Cluster cluster;
  private final IpFamily family;
  private final Endpoints endpoints;
  private final NftTable table;
  private final NodePortAccess access;
  private final Growing shared;
  private final Frame frame;
  private final Balance balance;
  private final SortedMap<String, Growing> nodes = new TreeMap<>();
  private final SortedMap<String, Growing> zones = new TreeMap<>();
  private final SortedMap<IpAddress, SortedMap<String, Service>> owners = new TreeMap<>();
  private boolean firewall;
  private boolean refused;
  private boolean refusedNodePorts;
  private boolean nodePorts;

  Services(Cluster cluster, IpFamily family, Endpoints endpoints) {
    this.cluster = cluster;
    this.family = family;
    this.endpoints = endpoints;
    this.table = new NftTable(family, "podnet-services");
    this.access = new NodePortAccess(cluster.settings(), family);
    Optional<Cidr> pods = PodNetwork.range(cluster, family);
    this.shared = new Growing(table);
    this.frame = new Frame(shared, access, pods);
    this.balance = new Balance(shared, pods, cluster.settings().masqueradeAll());
    cluster.nodes().forEach(n -> nodes.put(n.name(), new Growing(table)));
  }

  /** Adds a port of a service that has the family. */
  void add(Service service, Service.Port port) {
    Exposure exposure = Exposure.of(service, port, family);
    hairpins(service, port);
    List<Service.Backend> usable = endpoints.usable(service, port, family);
    if (usable.isEmpty()) {
      NftVerdict reject = NftVerdict.goTo(Frame.REJECT);
      exposure.addresses().forEach(ip -> refuse(ip, service, port, reject));
      exposure.nodePort().ifPresent(number -> refuse(number, service, port, reject));
      return;
    }
    List<Way> everywhere = everywhere(service, port, exposure);
    everywhere.forEach(way -> balance.send(shared, Layer.ALL, way, usable));
    endpoints.ofNode(service, port, family).forEach((node, near) -> {
      Growing to = nodes.get(node);
      everywhere.forEach(way -> balance.send(to, Layer.NODE, way, near));
    });
    endpoints.ofZone(service, port, family).forEach((zone, near) -> {
      Growing to = zones.computeIfAbsent(zone, z -> new Growing(table));
      everywhere.forEach(way -> balance.send(to, Layer.ZONE, way, near));
    });
    local(service, port, exposure);
    ranges(service, port, exposure);
  }

  private boolean insideLocal(Service service, Exposure exposure) {
    return service.internalLocal() && exposure.clusterIp().isPresent();
  }

  /** The ways by which a service port is reached from every node. */
  private List<Way> everywhere(Service service, Service.Port port, Exposure exposure) {
    List<Way> ways = new ArrayList<>();
    if (!service.internalLocal()) {
      exposure
          .clusterIp()
          .ifPresent(ip -> ways.addAll(way(service, port, ip, Optional.of(Manner.CLUSTER_IP))));
    }
    Optional<Manner> outside = Optional.of(service.externalLocal() ? Manner.SHORT : Manner.OUTSIDE);
    outsideAddresses(exposure).forEach(ip -> ways.addAll(way(service, port, ip, outside)));
    exposure.nodePort().ifPresent(number -> ways.add(way(service, port, number, outside)));
    return ways;
  }

  private static Collection<IpAddress> outsideAddresses(Exposure exposure) {
    return Stream.concat(exposure.externalIps().stream(), exposure.loadBalancerIps().stream())
        .distinct()
        .toList();
  }

  /** None where another service has the address and port already. */
  private List<Way> way(Service service, Service.Port port, IpAddress ip, Optional<Manner> manner) {
    return owns(service, port, ip)
        ? List.of(new Way(service, port, Door.ADDRESS, key(ip, port), manner))
        : List.of();
  }

  private boolean owns(Service service, Service.Port port, IpAddress ip) {
    return owners
            .computeIfAbsent(ip, i -> new TreeMap<>())
            .computeIfAbsent(port.protocol() + " " + port.number(), p -> service)
        == service;
  }

  private Way way(Service service, Service.Port port, int number, Optional<Manner> manner) {
    nodePorts = true;
    return new Way(service, port, Door.NODE_PORT, key(number, port), manner);
  }

  private static List<NftSet.Value> key(IpAddress ip, Service.Port port) {
    return List.of(
        new NftSet.Address(ip), new NftSet.Proto(port.protocol()), new NftSet.Port(port.number()));
  }

  private static List<NftSet.Value> key(int nodePort, Service.Port port) {
    return List.of(new NftSet.Proto(port.protocol()), new NftSet.Port(nodePort));
  }

  /** By a policy Local each node sends to its own endpoints, and drops where it has none. */
  private void local(Service service, Service.Port port, Exposure exposure) {
    List<Way> ways = new ArrayList<>();
    if (insideLocal(service, exposure)) {
      IpAddress ip = exposure.clusterIp().get();
      ways.addAll(way(service, port, ip, Optional.of(Manner.CLUSTER_IP)));
      refuse(ip, service, port, NftVerdict.DROP);
    }
    if (service.externalLocal()) {
      for (IpAddress ip : outsideAddresses(exposure)) {
        ways.addAll(way(service, port, ip, Optional.empty()));
        refuse(ip, service, port, NftVerdict.DROP);
      }
      exposure.nodePort().ifPresent(number -> {
        ways.add(way(service, port, number, Optional.empty()));
        refuse(number, service, port, NftVerdict.DROP);
      });
    }
    if (!ways.isEmpty()) {
      endpoints.local(service, port, family).forEach((node, here) -> {
        Growing to = nodes.get(node);
        if (to != null) {
          ways.forEach(way -> balance.send(to, Layer.LOCAL, way, here));
        }
      });
    }
  }

  private void refuse(IpAddress ip, Service service, Service.Port port, NftVerdict verdict) {
    if (owns(service, port, ip)) {
      refused = true;
      shared.set(
          REFUSED,
          Door.ADDRESS.key(),
          NftSet.Holds.VERDICTS,
          "what becomes of packets that no endpoint takes");
      shared.element(REFUSED, key(ip, port), Optional.of(verdict), service.portName(port));
    }
  }

  private void refuse(int nodePort, Service service, Service.Port port, NftVerdict verdict) {
    nodePorts = true;
    refusedNodePorts = true;
    shared.set(
        REFUSED_NODE_PORTS, Door.NODE_PORT.key(), NftSet.Holds.VERDICTS, "the same by node ports");
    shared.element(
        REFUSED_NODE_PORTS, key(nodePort, port), Optional.of(verdict), service.portName(port));
  }

  /** Who may use a load balancer's addresses: a chain for each list of ranges, however many services have it. */
  private void ranges(Service service, Service.Port port, Exposure exposure) {
    if (exposure.sourceRanges().isEmpty()) {
      return;
    }
    for (IpAddress ip : exposure.loadBalancerIps()) {
      if (!owns(service, port, ip)) {
        continue;
      }
      firewall = true;
      Collection<Cidr> admitted = exposure.admitted(cluster).keySet();
      String chain = "PODNET-FROM-" + Hashes.base32(admitted.toString());
      List<NftRule> rules = new ArrayList<>();
      admitted.forEach(range -> rules.add(rule().from(range).then(NftVerdict.RETURN)));
      rules.add(rule().then(NftVerdict.DROP));
      shared.chain(chain, "who may use some load balancers", rules);
      shared.set(FIREWALL, Door.ADDRESS.key(), NftSet.Holds.VERDICTS, "who may use load balancers");
      shared.element(
          FIREWALL, key(ip, port), Optional.of(NftVerdict.goTo(chain)), service.portName(port));
    }
  }

  /** A pod that a service sends back to itself would get its own address as the client's and answer past the service. */
  private void hairpins(Service service, Service.Port port) {
    for (Service.Backend backend : port.backends()) {
      IpAddress ip = backend.endpoint().ip();
      if (ip.family() == family && !endpoints.isNode(ip)) {
        String whose =
            backend.endpoint().pod().map(Object::toString).orElse(service.ref().toString());
        endpoints.nodeOf(backend.endpoint()).map(nodes::get).ifPresent(node -> {
          declareHairpin(node);
          NftSet.Address address = new NftSet.Address(ip);
          node.element(HAIRPIN, List.of(address, address), Optional.empty(), whose);
        });
      }
    }
  }

  private static void declareHairpin(Growing to) {
    to.set(HAIRPIN, PAIR, NftSet.Holds.NOTHING, "endpoints on this node, with themselves");
  }

  /** Writes everything down; nothing when there is no service. */
  void contribute(PlanBuilder plan, FragmentBuilder fragment) {
    boolean sends = Stream.of(Layer.values())
        .anyMatch(l -> balance.sends(l, Door.ADDRESS) || balance.sends(l, Door.NODE_PORT));
    if (!sends && !refused && !refusedNodePorts) {
      return;
    }
    balance.finish();
    declareHairpin(shared);
    frame.dispatch(balance, HAIRPIN);
    if (firewall) {
      frame.firewall(FIREWALL);
    }
    List<Cidr> ranges = cluster.settings().serviceCidrs().stream()
        .map(Located::value)
        .filter(c -> c.family() == family)
        .toList();
    frame.refuse(
        refused ? Optional.of(REFUSED) : Optional.empty(),
        refusedNodePorts ? Optional.of(REFUSED_NODE_PORTS) : Optional.empty(),
        ranges);
    if (nodePorts && access.onLoopback()) {
      fragment.sysctl(
          new Sysctl("net/ipv4/conf/all/route_localnet", "1", "node ports answer on 127.0.0.1"));
    }
    shared.contribute(fragment);
    nodes.forEach((node, growing) -> {
      if (!growing.isEmpty()) {
        growing.contribute(plan.host(node, Part.SERVICES));
      }
    });
    zones.forEach((zone, growing) -> {
      String name = "services-zone-" + zone;
      growing.contribute(plan.shared(name, Part.SERVICES, "services of zone " + zone));
      endpoints.zones().get(zone).forEach(node -> plan.include(node, name));
    });
  }
}
