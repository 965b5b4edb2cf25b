package dev.podnet.backends;

import dev.podnet.plan.Chain;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.FouPort;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.Route;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.VirtualServer;
import dev.podnet.plan.WireGuardPeer;
import java.util.List;

/** A fragment with one list changed. */
final class Edit {

  private final Fragment from;
  private List<Sysctl> sysctls;
  private List<Link> links;
  private List<LinkAddress> addresses;
  private List<Route> routes;
  private List<Neighbour> neighbours;
  private List<Fdb> fdb;
  private List<Chain> chains;
  private List<Hook> hooks;
  private List<FouPort> fouPorts;
  private List<WireGuardPeer> wireGuardPeers;
  private List<NftSet> nftSets;
  private List<NftChain> nftChains;
  private List<VirtualServer> virtualServers;
  private List<HostFile> files;
  private List<Daemon> daemons;

  Edit(Fragment from) {
    this.from = from;
    this.sysctls = from.sysctls();
    this.links = from.links();
    this.addresses = from.addresses();
    this.routes = from.routes();
    this.neighbours = from.neighbours();
    this.fdb = from.fdb();
    this.chains = from.chains();
    this.hooks = from.hooks();
    this.fouPorts = from.fouPorts();
    this.wireGuardPeers = from.wireGuardPeers();
    this.nftSets = from.nftSets();
    this.nftChains = from.nftChains();
    this.virtualServers = from.virtualServers();
    this.files = from.files();
    this.daemons = from.daemons();
  }

  private Fragment done() {
    return new Fragment(
        from.modules(),
        sysctls,
        links,
        addresses,
        routes,
        neighbours,
        fdb,
        from.ipSets(),
        chains,
        hooks,
        from.namespaces(),
        files,
        daemons,
        fouPorts,
        wireGuardPeers,
        nftSets,
        nftChains,
        virtualServers);
  }

  Fragment virtualServers(List<VirtualServer> list) {
    virtualServers = list;
    return done();
  }

  Fragment files(List<HostFile> list) {
    files = list;
    return done();
  }

  Fragment daemons(List<Daemon> list) {
    daemons = list;
    return done();
  }

  Fragment sysctls(List<Sysctl> list) {
    sysctls = list;
    return done();
  }

  Fragment links(List<Link> list) {
    links = list;
    return done();
  }

  Fragment addresses(List<LinkAddress> list) {
    addresses = list;
    return done();
  }

  Fragment routes(List<Route> list) {
    routes = list;
    return done();
  }

  Fragment neighbours(List<Neighbour> list) {
    neighbours = list;
    return done();
  }

  Fragment fdb(List<Fdb> list) {
    fdb = list;
    return done();
  }

  Fragment chains(List<Chain> list) {
    chains = list;
    return done();
  }

  Fragment hooks(List<Hook> list) {
    hooks = list;
    return done();
  }

  Fragment fouPorts(List<FouPort> list) {
    fouPorts = list;
    return done();
  }

  Fragment wireGuardPeers(List<WireGuardPeer> list) {
    wireGuardPeers = list;
    return done();
  }

  Fragment nftSets(List<NftSet> list) {
    nftSets = list;
    return done();
  }

  Fragment nftChains(List<NftChain> list) {
    nftChains = list;
    return done();
  }
}
