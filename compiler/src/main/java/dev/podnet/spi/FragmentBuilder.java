package dev.podnet.spi;

import dev.podnet.plan.Chain;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.FouPort;
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

/**
 * Grows a {@link dev.podnet.plan.Fragment}. What is added twice counts once; two different chains or sets of one name,
 * or two values for one sysctl, are a bug and throw. Modules, sysctls, sets, chains, hooks, files, daemons and
 * virtual servers are sorted, the rest keeps the order of its first addition.
 */
public interface FragmentBuilder {

  /** Adds a module. */
  FragmentBuilder module(KernelModule module);

  /** Adds a sysctl. */
  FragmentBuilder sysctl(Sysctl sysctl);

  /** Adds a link. */
  FragmentBuilder link(Link link);

  /** Adds an address. */
  FragmentBuilder address(LinkAddress address);

  /** Adds a route. */
  FragmentBuilder route(Route route);

  /** Adds a neighbour. */
  FragmentBuilder neighbour(Neighbour neighbour);

  /** Adds a forwarding entry. */
  FragmentBuilder fdb(Fdb entry);

  /** Adds a set. */
  FragmentBuilder ipSet(IpSet set);

  /** Adds a chain. */
  FragmentBuilder chain(Chain chain);

  /** Adds a hook. */
  FragmentBuilder hook(Hook hook);

  /** Adds a pod's namespace. */
  FragmentBuilder namespace(PodNamespace namespace);

  /** Adds a file that a daemon reads. */
  FragmentBuilder file(HostFile file);

  /** Adds a daemon. */
  FragmentBuilder daemon(Daemon daemon);

  /** Adds a FOU port. */
  FragmentBuilder fouPort(FouPort port);

  /** Adds a WireGuard peer. */
  FragmentBuilder wireGuardPeer(WireGuardPeer peer);

  /** Adds a set or map of an own table of nftables. */
  FragmentBuilder nftSet(NftSet set);

  /** Adds a chain of an own table of nftables. */
  FragmentBuilder nftChain(NftChain chain);

  /** Adds a virtual server. */
  FragmentBuilder virtualServer(VirtualServer server);
}
