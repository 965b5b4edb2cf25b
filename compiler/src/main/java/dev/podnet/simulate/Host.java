package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.FouPort;
import dev.podnet.plan.HostState;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Relay;
import dev.podnet.plan.Route;
import dev.podnet.plan.VirtualServer;
import dev.podnet.plan.WireGuardPeer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One host of the plan, as the walker asks it: its own elements first, then the shared ones that hold on it. */
final class Host {

  static final InterfaceName LOOPBACK = new InterfaceName("lo");

  /** A prefix that an address of an interface brings along. */
  record Connected(Cidr network, InterfaceName dev) {}

  final String name;
  final InterfaceName dev;

  /** Whether the plan says anything of the reverse path filter. */
  final boolean filtersPaths;

  /** What netfilter asks here. */
  final HostRules rules;

  private final List<FragmentIndex> fragments;
  private final List<IpAddress> underlayAddresses;
  private final Map<IpAddress, InterfaceName> local = new HashMap<>();
  private final Map<IpAddress, PodNamespace> podsByAddress = new HashMap<>();
  private final Map<String, PodNamespace> namespacesByName = new HashMap<>();
  private final Map<String, Link.Veth> vethOfNamespace = new HashMap<>();
  private final List<Connected> connected = new ArrayList<>();
  private final List<IpAddress> ownAddresses = new ArrayList<>();
  private final SortedSet<String> filesRead = new TreeSet<>();

  Host(HostState state, List<FragmentIndex> own, List<FragmentIndex> shared) {
    this.name = state.node();
    this.dev = new InterfaceName(state.dev());
    this.underlayAddresses = state.addresses();
    this.fragments = new ArrayList<>(own);
    this.fragments.addAll(shared);
    this.rules = new HostRules(name, fragments);
    this.filtersPaths = fragments.stream().anyMatch(f -> f.filtersPaths);
    for (IpAddress address : state.addresses()) {
      local.put(address, dev);
    }
    own.forEach(index -> ownAddresses.addAll(index.linkOf.keySet()));
    for (FragmentIndex index : fragments) {
      filesRead.addAll(filesRead(index.daemons));
      index.addresses.forEach((link, list) -> list.forEach(a -> {
        if (a.network().length() < a.address().family().bits()) {
          connected.add(new Connected(a.network(), link));
        }
      }));
      for (PodNamespace namespace : index.namespaces) {
        namespacesByName.put(namespace.name(), namespace);
        for (InterfaceAddress address : namespace.addresses()) {
          podsByAddress.put(address.address(), namespace);
        }
      }
      for (Link link : index.links.values()) {
        if (link instanceof Link.Veth veth) {
          vethOfNamespace.put(veth.namespace(), veth);
        }
      }
    }
  }

  private <T> T first(Function<FragmentIndex, T> what) {
    for (FragmentIndex index : fragments) {
      T found = what.apply(index);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Whether an entry that leads to a node holds here. */
  private boolean holds(Optional<String> peer) {
    return peer.isEmpty() || !peer.get().equals(name);
  }

  /** The interface that has the address, loopback for 127.0.0.0/8 and ::1. */
  Optional<InterfaceName> localInterface(IpAddress address) {
    if (isLoopback(address)) {
      return Optional.of(LOOPBACK);
    }
    InterfaceName own = local.get(address);
    for (int i = 0; own == null && i < fragments.size(); i++) {
      own = fragments.get(i).linkOf.get(address);
    }
    return Optional.ofNullable(own);
  }

  static boolean isLoopback(IpAddress address) {
    return address.isV4() ? address.low() >>> 24 == 127 : address.high() == 0 && address.low() == 1;
  }

  boolean isLocal(IpAddress address) {
    return localInterface(address).isPresent();
  }

  /** The addresses of an interface in a family, in the order they were given. */
  List<IpAddress> addressesOf(InterfaceName link, IpFamily family) {
    List<IpAddress> found = new ArrayList<>();
    if (link.equals(dev)) {
      underlayAddresses.stream().filter(a -> a.family() == family).forEach(found::add);
    }
    for (FragmentIndex index : fragments) {
      for (InterfaceAddress address : index.addresses.getOrDefault(link, List.of())) {
        if (address.address().family() == family) {
          found.add(address.address());
        }
      }
    }
    return found;
  }

  /**
   * The addresses a packet may leave an interface with, the kernel's choice first. The wire of a pod has none: there IPv4
   * takes the first of the host's other interfaces (inet_select_addr), the underlay's where it has one, and IPv6 the one of
   * all interfaces that has most leading bits in common with the destination (RFC 6724, rule 8).
   */
  List<IpAddress> sourcesOn(InterfaceName link, IpAddress destination) {
    List<IpAddress> own = addressesOf(link, destination.family());
    if (!own.isEmpty() || link(link).filter(Link.Veth.class::isInstance).isEmpty()) {
      return own;
    }
    Stream<IpAddress> all = Stream.concat(underlayAddresses.stream(), ownAddresses.stream())
        .filter(a -> a.family() == destination.family());
    return destination.isV4()
        ? all.toList()
        : all.sorted(Comparator.comparingInt((IpAddress a) -> -Cidr.commonLength(a, destination))
                .thenComparing(Comparator.naturalOrder()))
            .toList();
  }

  /** The longest connected prefix, other than the underlay's, that holds the address. */
  Optional<Connected> connected(IpAddress address) {
    Connected best = null;
    for (Connected each : connected) {
      if (each.network().contains(address)
          && (best == null || each.network().length() > best.network().length())) {
        best = each;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The plan's route with the longest prefix. */
  Optional<Route> route(IpAddress address) {
    Route best = null;
    for (FragmentIndex index : fragments) {
      if (index.routes.isEmpty()) {
        continue;
      }
      Optional<Map.Entry<Cidr, Route>> found = index.routes.lookup(address, r -> holds(r.peer()));
      if (found.isPresent()
          && (best == null || found.get().getKey().length() > best.destination().length())) {
        best = found.get().getValue();
      }
    }
    return Optional.ofNullable(best);
  }

  Optional<Neighbour> neighbour(InterfaceName link, IpAddress address) {
    FragmentIndex.NeighbourKey key = new FragmentIndex.NeighbourKey(link, address);
    for (FragmentIndex index : fragments) {
      Neighbour found = index.neighbours.get(key);
      if (found != null && holds(found.peer())) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  Optional<Fdb> fdb(InterfaceName link, MacAddress mac) {
    FragmentIndex.FdbKey key = new FragmentIndex.FdbKey(link, mac);
    for (FragmentIndex index : fragments) {
      Fdb found = index.fdb.get(key);
      if (found != null && holds(found.peer())) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  Optional<Link> link(InterfaceName link) {
    for (FragmentIndex index : fragments) {
      Link found = index.links.get(link);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** The entry by which a VXLAN device sends frames for everybody to another host too. */
  Optional<Fdb> flood(InterfaceName link, Host to) {
    for (FragmentIndex index : fragments) {
      Map<IpAddress, Fdb> entries = index.floods.getOrDefault(link, Map.of());
      if (entries.isEmpty()) {
        continue;
      }
      // The other end of the tunnel may be an address inside another tunnel.
      for (List<IpAddress> addresses : List.of(to.underlayAddresses, to.ownAddresses)) {
        for (IpAddress address : addresses) {
          Fdb found = entries.get(address);
          if (found != null && holds(found.peer())) {
            return Optional.of(found);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** A link of a kind that passes a test. */
  <T extends Link> Optional<T> link(Class<T> type, Predicate<T> test) {
    for (FragmentIndex index : fragments) {
      for (Link link : index.links.values()) {
        if (type.isInstance(link) && test.test(type.cast(link))) {
          return Optional.of(type.cast(link));
        }
      }
    }
    return Optional.empty();
  }

  /** The protocol behind a UDP port that the kernel takes the UDP header off at; empty for other ports. */
  Optional<FouPort> fouPort(int port) {
    return Optional.ofNullable(first(i -> i.fouPorts.get(port)));
  }

  /** The peer of a WireGuard link that an address belongs to. */
  Optional<WireGuardPeer> wireGuardPeer(InterfaceName link, IpAddress address) {
    Map.Entry<Cidr, WireGuardPeer> best = null;
    for (FragmentIndex index : fragments) {
      Optional<Map.Entry<Cidr, WireGuardPeer>> found =
          index.allowed(link).lookup(address, p -> !p.node().equals(name));
      if (found.isPresent()
          && (best == null || found.get().getKey().length() > best.getKey().length())) {
        best = found.get();
      }
    }
    return Optional.ofNullable(best).map(Map.Entry::getValue);
  }

  /** Tells every address of the host and its pods. */
  void eachAddress(Consumer<IpAddress> taker) {
    local.keySet().forEach(taker);
    ownAddresses.forEach(taker);
    podsByAddress.keySet().forEach(taker);
  }

  /** The pod namespace that has the address. */
  Optional<PodNamespace> podWith(IpAddress address) {
    return Optional.ofNullable(podsByAddress.get(address));
  }

  Optional<Link.Veth> vethOf(PodNamespace namespace) {
    return Optional.ofNullable(vethOfNamespace.get(namespace.name()));
  }

  /** The pod namespace of that name, which is known to be here. */
  PodNamespace namespace(String namespaceName) {
    return namespacesByName.get(namespaceName);
  }

  List<PodNamespace> namespaces() {
    List<PodNamespace> all = new ArrayList<>();
    fragments.forEach(f -> all.addAll(f.namespaces));
    return all;
  }

  /** Where the output has one of this host's rules, routes, neighbours or forwarding entries. */
  String place(Object element) {
    for (FragmentIndex index : fragments) {
      String ending = index.ending(element);
      if (!ending.isEmpty()) {
        return index.file + ending;
      }
    }
    return "";
  }

  /** The files with relays that daemons read which can start: all that their command lines name are there. */
  private Set<String> filesRead(List<Daemon> daemons) {
    Set<String> read = new TreeSet<>();
    for (Daemon daemon : daemons) {
      if (MetFiles.needs(daemon).stream()
          .allMatch(file -> first(i -> i.files.contains(file) ? file : null) != null)) {
        daemon.files().stream()
            .filter(file -> first(i -> i.relayFiles.contains(file) ? file : null) != null)
            .forEach(read::add);
      }
    }
    return read;
  }

  /** What a balancer does with what comes to a port, where one takes it. */
  Optional<Relay> relay(IpAddress address, int port, Transport transport) {
    for (String file : filesRead) {
      FragmentIndex.RelayKey key = new FragmentIndex.RelayKey(file, address, port, transport);
      Relay found = first(i -> i.relays.get(key));
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** The virtual server that takes a packet: the one of its mark, else that of where it goes (ip_vs_ctl.c). */
  Optional<VirtualServer> virtualServer(Packet packet) {
    IpFamily family = packet.destination().family();
    if (!packet.transport().hasPorts()) {
      return Optional.empty();
    }
    VirtualServer marked = packet.mark() == 0
        ? null
        : first(i -> i.virtualServers.get(new VirtualServer.Marked(family, packet.mark())));
    VirtualServer.At at = new VirtualServer.At(
        packet.destination(),
        Protocol.valueOf(packet.transport().name()),
        packet.destinationPort());
    return Optional.ofNullable(marked != null ? marked : first(i -> i.virtualServers.get(at)));
  }

  /** The real servers of a virtual server here: those of all fragments, but for this host itself. */
  List<VirtualServer.RealServer> realServers(VirtualServer server) {
    List<VirtualServer.RealServer> all = new ArrayList<>(server.servers());
    for (FragmentIndex index : fragments) {
      VirtualServer more = index.moreServers.get(server.key());
      if (more != null) {
        all.addAll(more.servers());
      }
    }
    all.removeIf(s -> s.weight() == 0 || s.peer().filter(name::equals).isPresent());
    return all;
  }

  /** A sysctl's value as the plan sets it. */
  Optional<String> sysctl(String key) {
    for (FragmentIndex index : fragments) {
      String found = index.sysctls.get(key);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
