package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.FouPort;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostState;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftTable;
import dev.podnet.plan.Part;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Relay;
import dev.podnet.plan.Route;
import dev.podnet.plan.Table;
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
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One host of the plan, as the walker asks it: its own elements first, then the shared ones that hold on it. */
final class Host {

  static final InterfaceName LOOPBACK = new InterfaceName("lo");
  private static final int BASES = Hook.Base.values().length;
  private static final List<Table> ALL_TABLES = List.of(Table.values());
  private static final int TABLES = ALL_TABLES.size();
  private static final int FAMILIES = IpFamily.values().length;

  /** A prefix that an address of an interface brings along. */
  record Connected(Cidr network, InterfaceName dev) {}

  final String name;
  final InterfaceName dev;

  /** Whether the plan says anything of the reverse path filter. */
  final boolean filtersPaths;

  private final List<FragmentIndex> fragments;
  private final List<IpAddress> underlayAddresses;
  private final Map<IpAddress, InterfaceName> local = new HashMap<>();
  private final Map<IpAddress, PodNamespace> podsByAddress = new HashMap<>();
  private final Map<String, PodNamespace> namespacesByName = new HashMap<>();
  private final Map<String, Link.Veth> vethOfNamespace = new HashMap<>();
  private final AtomicReferenceArray<List<Chain>> hooked =
      new AtomicReferenceArray<>(FAMILIES * TABLES * BASES);
  private final AtomicReferenceArray<Station.AtHook> stations =
      new AtomicReferenceArray<>(FAMILIES * BASES);
  private final List<Connected> connected = new ArrayList<>();
  private final List<IpAddress> ownAddresses = new ArrayList<>();
  private final SortedSet<String> filesRead = new TreeSet<>();

  Host(HostState state, List<FragmentIndex> own, List<FragmentIndex> shared) {
    this.name = state.node();
    this.dev = new InterfaceName(state.dev());
    this.underlayAddresses = state.addresses();
    this.fragments = new ArrayList<>(own);
    this.fragments.addAll(shared);
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

  Chain chain(IpFamily family, Table table, String chainName) {
    for (FragmentIndex index : fragments) {
      Chain found = index.chain(family, table, chainName);
      if (found != null) {
        return found;
      }
    }
    throw new IllegalStateException(
        name + " jumps to " + chainName + " in " + table + ", which nobody declares");
  }

  NftChain nftChain(NftTable table, String chainName) {
    NftChain found = first(i -> i.nft.chain(table, chainName));
    if (found == null) {
      throw new IllegalStateException(
          name + " goes to " + chainName + " in " + table.name() + ", which nobody declares");
    }
    return found;
  }

  /**
   * What is found by a key in a set or map, in whichever fragment; null when nothing is.
   *
   * @param holds what the set is known to lead to
   */
  NftSet.Element nftElement(
      NftTable table, String setName, List<NftSet.Value> key, NftSet.Holds holds) {
    NftSet declared = null;
    NftSet.Element found = null;
    for (FragmentIndex index : fragments) {
      NftSet set = index.nft.set(table, setName);
      if (set != null) {
        if (set.holds() != holds || declared != null && !declared.declaresAs(set)) {
          throw new IllegalStateException(name + " has " + setName + " in two forms");
        }
        declared = set;
        found = found != null ? found : index.nft.element(table, setName, key);
      }
    }
    if (declared == null) {
      throw new IllegalStateException(
          name + " asks for " + setName + " in " + table.name() + ", which nobody declares");
    }
    return found;
  }

  /** Where the output has an element of a set. */
  String nftPlace(NftTable table, String setName, NftSet.Element element) {
    for (FragmentIndex index : fragments) {
      if (index.nft.element(table, setName, element.key()) == element) {
        return index.file + ".nft";
      }
    }
    return "";
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

  /** The chains a base chain jumps to, in the order packets meet them: those of later parts first (see Hook). */
  List<Chain> hooked(IpFamily family, Table table, Hook.Base base) {
    int slot = (family.ordinal() * TABLES + table.ordinal()) * BASES + base.ordinal();
    List<Chain> known = hooked.get(slot);
    if (known == null) {
      known = collectHooked(new FragmentIndex.HookKey(family, table, base));
      hooked.set(slot, known);
    }
    return known;
  }

  /** What the kernel asks about a packet at a hook, in its order; tables of iptables that have no own chain are left out. */
  Station.AtHook stations(IpFamily family, Hook.Base base) {
    int slot = family.ordinal() * BASES + base.ordinal();
    Station.AtHook known = stations.get(slot);
    if (known == null) {
      List<Station> all = new ArrayList<>();
      for (Table table : ALL_TABLES) {
        if (!hooked(family, table, base).isEmpty()) {
          all.add(new Station(Station.priority(table, base), table, null));
        }
      }
      for (FragmentIndex index : fragments) {
        for (NftChain chain : index.nft.bases(family, base)) {
          all.add(new Station(chain.base().orElseThrow().priority(), null, chain));
        }
      }
      known = Station.sorted(base, all);
      stations.set(slot, known);
    }
    return known;
  }

  private List<Chain> collectHooked(FragmentIndex.HookKey key) {
    List<Map.Entry<Part, Hook>> all = new ArrayList<>();
    for (FragmentIndex index : fragments) {
      if (!index.hooks.isEmpty()) {
        index.hooks.getOrDefault(key, List.of()).forEach(h -> all.add(Map.entry(index.part, h)));
      }
    }
    if (all.isEmpty()) {
      return List.of();
    }
    all.sort(Map.Entry.<Part, Hook>comparingByKey(Comparator.reverseOrder())
        .thenComparing(e -> e.getValue().chain()));
    return all.stream()
        .map(e -> e.getValue().chain())
        .distinct()
        .map(c -> chain(key.family(), key.table(), c))
        .toList();
  }

  IpSets set(String setName) {
    IpSets found = first(i -> i.sets.get(setName));
    if (found == null) {
      throw new IllegalStateException(
          name + " asks for the set " + setName + ", which nobody declares");
    }
    return found;
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
