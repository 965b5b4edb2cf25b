package dev.podnet.planning;

import dev.podnet.plan.Chain;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.FouPort;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.IpSet;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Route;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.VirtualServer;
import dev.podnet.plan.WireGuardPeer;
import dev.podnet.spi.FragmentBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A fragment as backends fill it; lists that are not sorted keep the order of their first addition. */
final class GrowingFragment implements FragmentBuilder {

  private final SortedMap<String, KernelModule> modules = new TreeMap<>();
  private final SortedMap<String, Sysctl> sysctls = new TreeMap<>();
  private final SortedMap<String, IpSet> ipSets = new TreeMap<>();
  private final SortedMap<Chain, Chain> chains = new TreeMap<>();
  private final SortedMap<VirtualServer.Key, VirtualServer> virtualServers = new TreeMap<>();
  private final SortedSet<Hook> hooks = new TreeSet<>();
  private final SortedMap<String, HostFile> files = new TreeMap<>();
  private final SortedMap<String, Daemon> daemons = new TreeMap<>();
  private final SortedMap<NftSet, NftSet> nftSets = new TreeMap<>();
  private final SortedMap<NftChain, NftChain> nftChains = new TreeMap<>();
  private final Ordered<Link> links = new Ordered<>();
  private final Ordered<LinkAddress> addresses = new Ordered<>();
  private final Ordered<Route> routes = new Ordered<>();
  private boolean learned;
  private final Ordered<Neighbour> neighbours = new Ordered<>();
  private final Ordered<Fdb> fdb = new Ordered<>();
  private final Ordered<PodNamespace> namespaces = new Ordered<>();
  private final Ordered<FouPort> fouPorts = new Ordered<>();
  private final Ordered<WireGuardPeer> wireGuardPeers = new Ordered<>();

  /** A list without duplicates that costs nothing while it is empty. */
  private static final class Ordered<T> {
    private Set<T> elements = Set.of();

    void add(T element) {
      if (elements.isEmpty()) {
        elements = new LinkedHashSet<>();
      }
      elements.add(element);
    }

    void addAll(Ordered<T> others) {
      others.elements.forEach(this::add);
    }

    List<T> list() {
      return new ArrayList<>(elements);
    }
  }

  private static <K, V> void put(SortedMap<K, V> map, K key, V value) {
    V other = map.putIfAbsent(key, value);
    if (other != null && !other.equals(value)) {
      throw new IllegalStateException("two different elements " + value + " and " + other);
    }
  }

  @Override
  public FragmentBuilder module(KernelModule module) {
    put(modules, module.name(), module);
    return this;
  }

  @Override
  public FragmentBuilder sysctl(Sysctl sysctl) {
    Sysctl other = sysctls.putIfAbsent(sysctl.key(), sysctl);
    if (other != null && !other.value().equals(sysctl.value())) {
      throw new IllegalStateException("two values for " + sysctl.key());
    }
    return this;
  }

  @Override
  public FragmentBuilder link(Link link) {
    links.add(link);
    return this;
  }

  @Override
  public FragmentBuilder address(LinkAddress address) {
    addresses.add(address);
    return this;
  }

  @Override
  public FragmentBuilder route(Route route) {
    routes.add(route);
    return this;
  }

  @Override
  public FragmentBuilder neighbour(Neighbour neighbour) {
    neighbours.add(neighbour);
    return this;
  }

  @Override
  public FragmentBuilder fdb(Fdb entry) {
    fdb.add(entry);
    return this;
  }

  @Override
  public FragmentBuilder ipSet(IpSet set) {
    put(ipSets, set.name(), set);
    return this;
  }

  @Override
  public FragmentBuilder chain(Chain chain) {
    put(chains, chain, chain);
    return this;
  }

  @Override
  public FragmentBuilder hook(Hook hook) {
    hooks.add(hook);
    return this;
  }

  @Override
  public FragmentBuilder namespace(PodNamespace namespace) {
    namespaces.add(namespace);
    return this;
  }

  @Override
  public FragmentBuilder file(HostFile file) {
    put(files, file.name(), file);
    return this;
  }

  @Override
  public FragmentBuilder daemon(Daemon daemon) {
    put(daemons, daemon.name(), daemon);
    return this;
  }

  @Override
  public FragmentBuilder fouPort(FouPort port) {
    fouPorts.add(port);
    return this;
  }

  @Override
  public FragmentBuilder wireGuardPeer(WireGuardPeer peer) {
    wireGuardPeers.add(peer);
    return this;
  }

  @Override
  public FragmentBuilder nftSet(NftSet set) {
    put(nftSets, set, set);
    return this;
  }

  @Override
  public FragmentBuilder nftChain(NftChain chain) {
    put(nftChains, chain, chain);
    return this;
  }

  @Override
  public FragmentBuilder virtualServer(VirtualServer server) {
    put(virtualServers, server.key(), server);
    return this;
  }

  /** A routing daemon puts its routes in. */
  void learned() {
    learned = true;
  }

  /** Takes over what another has, as if it had been added here next. */
  void takeOver(GrowingFragment other) {
    other.modules.values().forEach(this::module);
    other.sysctls.values().forEach(this::sysctl);
    other.ipSets.values().forEach(this::ipSet);
    other.chains.values().forEach(this::chain);
    other.virtualServers.values().forEach(this::virtualServer);
    hooks.addAll(other.hooks);
    other.files.values().forEach(this::file);
    other.daemons.values().forEach(this::daemon);
    other.nftSets.values().forEach(this::nftSet);
    other.nftChains.values().forEach(this::nftChain);
    links.addAll(other.links);
    addresses.addAll(other.addresses);
    routes.addAll(other.routes);
    learned |= other.learned;
    neighbours.addAll(other.neighbours);
    fdb.addAll(other.fdb);
    namespaces.addAll(other.namespaces);
    fouPorts.addAll(other.fouPorts);
    wireGuardPeers.addAll(other.wireGuardPeers);
  }

  /** The links so far. */
  List<Link> links() {
    return links.list();
  }

  /** The finished fragment. */
  Fragment build() {
    return new Fragment(
        List.copyOf(modules.values()),
        List.copyOf(sysctls.values()),
        links.list(),
        addresses.list(),
        learned ? routes.list().stream().map(Route::asLearned).toList() : routes.list(),
        neighbours.list(),
        fdb.list(),
        List.copyOf(ipSets.values()),
        List.copyOf(chains.values()),
        List.copyOf(hooks),
        namespaces.list(),
        List.copyOf(files.values()),
        List.copyOf(daemons.values()),
        fouPorts.list(),
        wireGuardPeers.list(),
        List.copyOf(nftSets.values()),
        List.copyOf(nftChains.values()),
        List.copyOf(virtualServers.values()));
  }
}
