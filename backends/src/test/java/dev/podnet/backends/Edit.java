package dev.podnet.backends;

import dev.podnet.plan.Chain;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.Route;
import dev.podnet.plan.Sysctl;
import java.util.List;

/** A fragment with one list changed. */
record Edit(Fragment f) {

  Fragment sysctls(List<Sysctl> list) {
    return new Fragment(
        f.modules(),
        list,
        f.links(),
        f.addresses(),
        f.routes(),
        f.neighbours(),
        f.fdb(),
        f.ipSets(),
        f.chains(),
        f.hooks(),
        f.namespaces());
  }

  Fragment links(List<Link> list) {
    return new Fragment(
        f.modules(),
        f.sysctls(),
        list,
        f.addresses(),
        f.routes(),
        f.neighbours(),
        f.fdb(),
        f.ipSets(),
        f.chains(),
        f.hooks(),
        f.namespaces());
  }

  Fragment addresses(List<LinkAddress> list) {
    return new Fragment(
        f.modules(),
        f.sysctls(),
        f.links(),
        list,
        f.routes(),
        f.neighbours(),
        f.fdb(),
        f.ipSets(),
        f.chains(),
        f.hooks(),
        f.namespaces());
  }

  Fragment routes(List<Route> list) {
    return new Fragment(
        f.modules(),
        f.sysctls(),
        f.links(),
        f.addresses(),
        list,
        f.neighbours(),
        f.fdb(),
        f.ipSets(),
        f.chains(),
        f.hooks(),
        f.namespaces());
  }

  Fragment neighbours(List<Neighbour> list) {
    return new Fragment(
        f.modules(),
        f.sysctls(),
        f.links(),
        f.addresses(),
        f.routes(),
        list,
        f.fdb(),
        f.ipSets(),
        f.chains(),
        f.hooks(),
        f.namespaces());
  }

  Fragment fdb(List<Fdb> list) {
    return new Fragment(
        f.modules(),
        f.sysctls(),
        f.links(),
        f.addresses(),
        f.routes(),
        f.neighbours(),
        list,
        f.ipSets(),
        f.chains(),
        f.hooks(),
        f.namespaces());
  }

  Fragment chains(List<Chain> list) {
    return new Fragment(
        f.modules(),
        f.sysctls(),
        f.links(),
        f.addresses(),
        f.routes(),
        f.neighbours(),
        f.fdb(),
        f.ipSets(),
        list,
        f.hooks(),
        f.namespaces());
  }

  Fragment hooks(List<Hook> list) {
    return new Fragment(
        f.modules(),
        f.sysctls(),
        f.links(),
        f.addresses(),
        f.routes(),
        f.neighbours(),
        f.fdb(),
        f.ipSets(),
        f.chains(),
        list,
        f.namespaces());
  }
}
