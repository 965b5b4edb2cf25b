package dev.podnet.simulate;

import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.FouPort;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.IpSet;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.Part;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Relay;
import dev.podnet.plan.Route;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.Table;
import dev.podnet.plan.VirtualServer;
import dev.podnet.plan.WireGuardPeer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fragment of a plan, laid out for look-ups. A shared fragment is laid out once for all hosts that include it. */
final class FragmentIndex {

  private static final int TABLES = Table.values().length;
  private static final RouteTable<WireGuardPeer> NO_PEERS = new RouteTable<>();

  record HookKey(IpFamily family, Table table, Hook.Base base) {
    @Override
    public boolean equals(Object other) {
      return other instanceof HookKey that
          && family == that.family
          && table == that.table
          && base == that.base;
    }

    @Override
    public int hashCode() {
      return (family.ordinal() * 31 + table.ordinal()) * 31 + base.ordinal();
    }
  }

  record NeighbourKey(InterfaceName dev, IpAddress address) {
    @Override
    public boolean equals(Object other) {
      return other instanceof NeighbourKey that
          && address.equals(that.address)
          && dev.equals(that.dev);
    }

    @Override
    public int hashCode() {
      return dev.hashCode() * 31 + address.hashCode();
    }
  }

  /**
   * A port that is relayed.
   *
   * @param file the file that says so, which counts only where a daemon reads it
   */
  record RelayKey(String file, IpAddress address, int port, Transport transport) {}

  record FdbKey(InterfaceName dev, MacAddress mac) {
    @Override
    public boolean equals(Object other) {
      return other instanceof FdbKey that && mac.equals(that.mac) && dev.equals(that.dev);
    }

    @Override
    public int hashCode() {
      return dev.hashCode() * 31 + mac.hashCode();
    }
  }

  final RouteTable<Route> routes = new RouteTable<>();
  final Map<NeighbourKey, Neighbour> neighbours = new HashMap<>();
  final Map<FdbKey, Fdb> fdb = new HashMap<>();
  final Map<InterfaceName, Map<IpAddress, Fdb>> floods = new HashMap<>();
  final Map<InterfaceName, Link> links = new HashMap<>();
  final Map<InterfaceName, List<InterfaceAddress>> addresses = new HashMap<>();
  final Map<IpAddress, InterfaceName> linkOf = new HashMap<>();
  private final Map<String, Chain>[] chains = newMaps();
  final Map<HookKey, List<Hook>> hooks = new HashMap<>();
  final Map<String, IpSets> sets = new HashMap<>();
  final Map<VirtualServer.Key, VirtualServer> virtualServers = new HashMap<>();
  final Map<VirtualServer.Key, VirtualServer> moreServers = new HashMap<>();
  final Map<String, String> sysctls = new HashMap<>();
  final boolean filtersPaths;
  final Map<RelayKey, Relay> relays = new HashMap<>();
  final Map<Integer, FouPort> fouPorts = new HashMap<>();
  final Set<String> files = new HashSet<>();
  final Set<String> relayFiles = new HashSet<>();
  final List<Daemon> daemons;
  final List<PodNamespace> namespaces;
  final NftIndex nft;
  private final Map<InterfaceName, RouteTable<WireGuardPeer>> allowed = new HashMap<>();
  final Part part;

  /** Where the output has it, without the ending: {@code cluster/services}. */
  final String file;

  /**
   * Lays out a fragment.
   *
   * @param file where the output has it, without the ending
   */
  FragmentIndex(String file, Part part, Fragment fragment) {
    this.file = file;
    this.part = part;
    for (Route route : fragment.routes()) {
      routes.put(route.destination(), route);
    }
    for (Neighbour neighbour : fragment.neighbours()) {
      neighbours.put(new NeighbourKey(neighbour.dev(), neighbour.address()), neighbour);
    }
    for (Fdb entry : fragment.fdb()) {
      if (entry.flood()) {
        floods
            .computeIfAbsent(entry.dev(), dev -> new HashMap<>())
            .putIfAbsent(entry.destination(), entry);
      } else {
        fdb.put(new FdbKey(entry.dev(), entry.mac()), entry);
      }
    }
    for (Link link : fragment.links()) {
      links.put(link.name(), link);
    }
    for (LinkAddress address : fragment.addresses()) {
      addresses.computeIfAbsent(address.link(), k -> new ArrayList<>()).add(address.address());
      linkOf.put(address.address().address(), address.link());
    }
    for (Chain chain : fragment.chains()) {
      chains[slot(chain.family(), chain.table())].put(chain.name(), chain);
    }
    for (Hook hook : fragment.hooks()) {
      hooks
          .computeIfAbsent(
              new HookKey(hook.family(), hook.table(), hook.base()), k -> new ArrayList<>())
          .add(hook);
    }
    for (IpSet set : fragment.ipSets()) {
      sets.put(set.name(), new IpSets(set));
    }
    for (VirtualServer server : fragment.virtualServers()) {
      (server.more() ? moreServers : virtualServers).put(server.key(), server);
    }
    for (Sysctl sysctl : fragment.sysctls()) {
      sysctls.put(sysctl.key(), sysctl.value());
    }
    filtersPaths = sysctls.keySet().stream().anyMatch(key -> key.endsWith("/rp_filter"));
    fragment.fouPorts().forEach(port -> fouPorts.put(port.port(), port));
    for (WireGuardPeer peer : fragment.wireGuardPeers()) {
      RouteTable<WireGuardPeer> table =
          allowed.computeIfAbsent(peer.dev(), dev -> new RouteTable<>());
      peer.allowedIps().forEach(prefix -> table.put(prefix, peer));
    }
    namespaces = fragment.namespaces();
    nft = new NftIndex(fragment);
    daemons = fragment.daemons();
    for (HostFile hostFile : fragment.files()) {
      files.add(hostFile.name());
      if (hostFile.content() instanceof HostFile.Relays listed) {
        relayFiles.add(hostFile.name());
        for (Relay relay : listed.relays()) {
          Transport transport = Transport.of(relay.protocol());
          relays.put(
              new RelayKey(hostFile.name(), relay.address(), relay.port(), transport), relay);
        }
      }
    }
  }

  /** The prefixes of a WireGuard link's peers, longest first. */
  RouteTable<WireGuardPeer> allowed(InterfaceName dev) {
    return allowed.getOrDefault(dev, NO_PEERS);
  }

  /** The chain of that name, or null. */
  Chain chain(IpFamily family, Table table, String name) {
    return chains[slot(family, table)].get(name);
  }

  /** The ending of the file that holds an element, {@code .v4.rules} say; empty when it is not of this fragment. */
  String ending(Object element) {
    if (element instanceof Chain chain) {
      boolean here = chain(chain.family(), chain.table(), chain.name()) == chain;
      return !here ? "" : chain.family() == IpFamily.IPV4 ? ".v4.rules" : ".v6.rules";
    } else if (element instanceof NftChain chain) {
      return nft.chain(chain.table(), chain.name()) == chain ? ".nft" : "";
    } else if (element instanceof Route route) {
      return !route.learned() && routes.get(route.destination()) == route ? ".ip" : "";
    } else if (element instanceof Neighbour n) {
      return neighbours.get(new NeighbourKey(n.dev(), n.address())) == n ? ".ip" : "";
    } else if (element instanceof VirtualServer server) {
      return virtualServers.get(server.key()) == server ? ".ipvs" : "";
    } else if (element instanceof Fdb entry) {
      boolean here = entry.flood()
          ? floods.getOrDefault(entry.dev(), Map.of()).get(entry.destination()) == entry
          : fdb.get(new FdbKey(entry.dev(), entry.mac())) == entry;
      return here ? ".fdb" : "";
    } else if (element instanceof WireGuardPeer peer) {
      return allowed(peer.dev()).get(peer.allowedIps().get(0)) == peer ? ".wg" : "";
    }
    throw new IllegalStateException("no file holds " + element);
  }

  private static int slot(IpFamily family, Table table) {
    return family.ordinal() * TABLES + table.ordinal();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, Chain>[] newMaps() {
    Map<String, Chain>[] maps = new Map[IpFamily.values().length * TABLES];
    for (int i = 0; i < maps.length; i++) {
      maps[i] = new HashMap<>();
    }
    return maps;
  }
}
