package dev.podnet.plan;

import java.util.List;

/**
 * A bag of elements of a host's state. Order inside a list is the order of the output; builders sort.
 *
 * @param modules kernel modules that must be there
 * @param sysctls settings
 * @param links links to make
 * @param addresses addresses of links
 * @param routes routes of the main table
 * @param neighbours permanent neighbours
 * @param fdb forwarding entries of VXLAN devices
 * @param ipSets sets
 * @param chains own netfilter chains with their rules
 * @param hooks jumps from the kernel's base chains into own ones
 * @param namespaces network namespaces of pods
 * @param files configurations of daemons
 * @param daemons programs that run on the host
 * @param fouPorts UDP ports that take other protocols' packets
 * @param wireGuardPeers whom WireGuard links speak with
 * @param nftSets sets and maps of own tables of nftables
 * @param nftChains chains of own tables of nftables
 * @param virtualServers virtual servers of IPVS
 */
public record Fragment(
    List<KernelModule> modules,
    List<Sysctl> sysctls,
    List<Link> links,
    List<LinkAddress> addresses,
    List<Route> routes,
    List<Neighbour> neighbours,
    List<Fdb> fdb,
    List<IpSet> ipSets,
    List<Chain> chains,
    List<Hook> hooks,
    List<PodNamespace> namespaces,
    List<HostFile> files,
    List<Daemon> daemons,
    List<FouPort> fouPorts,
    List<WireGuardPeer> wireGuardPeers,
    List<NftSet> nftSets,
    List<NftChain> nftChains,
    List<VirtualServer> virtualServers) {

  /** Nothing. */
  public static final Fragment EMPTY = new Fragment(
      List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
      List.of(), List.of(), List.of());

  /** What the kernel alone does: without daemons, UDP tunnels of its own and tables of nftables. */
  public Fragment(
      List<KernelModule> modules,
      List<Sysctl> sysctls,
      List<Link> links,
      List<LinkAddress> addresses,
      List<Route> routes,
      List<Neighbour> neighbours,
      List<Fdb> fdb,
      List<IpSet> ipSets,
      List<Chain> chains,
      List<Hook> hooks,
      List<PodNamespace> namespaces) {
    this(
        modules,
        sysctls,
        links,
        addresses,
        routes,
        neighbours,
        fdb,
        ipSets,
        chains,
        hooks,
        namespaces,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Copies the lists. */
  public Fragment {
    modules = List.copyOf(modules);
    sysctls = List.copyOf(sysctls);
    links = List.copyOf(links);
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    neighbours = List.copyOf(neighbours);
    fdb = List.copyOf(fdb);
    ipSets = List.copyOf(ipSets);
    chains = List.copyOf(chains);
    hooks = List.copyOf(hooks);
    namespaces = List.copyOf(namespaces);
    files = List.copyOf(files);
    daemons = List.copyOf(daemons);
    fouPorts = List.copyOf(fouPorts);
    wireGuardPeers = List.copyOf(wireGuardPeers);
    nftSets = List.copyOf(nftSets);
    nftChains = List.copyOf(nftChains);
    virtualServers = List.copyOf(virtualServers);
  }
}
