package dev.podnet.backends;

import dev.podnet.plan.Chain;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.HostState;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Relay;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Plans with one element missing. */
final class Mutants {

  /**
   * A plan that is not what it was.
   *
   * @param what the element that is missing, such as {@code peers: route …}
   */
  record Mutant(String what, Plan plan) {}

  private final Plan plan;
  private final List<Mutant> all = new ArrayList<>();

  private Mutants(Plan plan) {
    this.plan = plan;
  }

  /** Every plan that lacks one sysctl, link, address, route, neighbour, forwarding entry, hook or rule of this one. */
  static List<Mutant> of(Plan plan) {
    Mutants mutants = new Mutants(plan);
    plan.shared()
        .forEach((name, shared) -> mutants.without(shared.fragment(), (what, f) -> {
          mutants.all.add(new Mutant(name + ": " + what, withShared(plan, name, x -> f)));
        }));
    for (HostState host : plan.hosts()) {
      host.parts()
          .forEach((part, fragment) -> mutants.without(fragment, (what, f) -> {
            mutants.all.add(
                new Mutant(host.node() + ": " + what, withHost(plan, host.node(), part, x -> f)));
          }));
    }
    return mutants.all;
  }

  /** A plan with another shared fragment. */
  static Plan withShared(Plan plan, String name, UnaryOperator<Fragment> change) {
    TreeMap<String, Plan.SharedFragment> shared = new TreeMap<>(plan.shared());
    Plan.SharedFragment old = shared.get(name);
    shared.put(
        name,
        new Plan.SharedFragment(old.name(), old.part(), old.title(), change.apply(old.fragment())));
    return new Plan(plan.cluster(), plan.hosts(), shared, plan.files());
  }

  /** A plan with another fragment of a host. */
  static Plan withHost(Plan plan, String node, Part part, UnaryOperator<Fragment> change) {
    List<HostState> hosts = new ArrayList<>();
    for (HostState host : plan.hosts()) {
      TreeMap<Part, Fragment> parts = new TreeMap<>(host.parts());
      if (host.node().equals(node)) {
        parts.compute(part, (p, f) -> change.apply(f));
      }
      hosts.add(new HostState(host.node(), host.dev(), host.addresses(), parts, host.includes()));
    }
    return new Plan(plan.cluster(), hosts, plan.shared(), plan.files());
  }

  private void without(Fragment f, BiConsumer<String, Fragment> take) {
    drop("sysctl", f.sysctls(), take, l -> new Edit(f).sysctls(l));
    drop("link", f.links(), take, l -> new Edit(f).links(l));
    drop("address", f.addresses(), take, l -> new Edit(f).addresses(l));
    drop("route", f.routes(), take, l -> new Edit(f).routes(l));
    drop("neighbour", f.neighbours(), take, l -> new Edit(f).neighbours(l));
    drop("fdb", f.fdb(), take, l -> new Edit(f).fdb(l));
    drop("hook", f.hooks(), take, l -> new Edit(f).hooks(l));
    drop("FOU port", f.fouPorts(), take, l -> new Edit(f).fouPorts(l));
    drop("WireGuard peer", f.wireGuardPeers(), take, l -> new Edit(f).wireGuardPeers(l));
    drop("file", f.files(), take, l -> new Edit(f).files(l));
    drop("daemon", f.daemons(), take, l -> new Edit(f).daemons(l));
    for (int i = 0; i < f.files().size(); i++) {
      int at = i;
      if (f.files().get(i).content() instanceof HostFile.Relays listed) {
        drop("relay", listed.relays(), take, l -> relays(f, at, l));
        for (int j = 0; j < listed.relays().size(); j++) {
          int which = j;
          Relay relay = listed.relays().get(j);
          if (relay.targets().size() > 1) {
            drop("target of a relay", relay.targets(), take, targets -> {
              List<Relay> relays = new ArrayList<>(listed.relays());
              relays.set(
                  which,
                  new Relay(
                      relay.address(),
                      relay.port(),
                      relay.protocol(),
                      relay.balance(),
                      targets,
                      relay.idleSeconds(),
                      relay.comment()));
              return relays(f, at, relays);
            });
          }
        }
      }
    }
    for (int i = 0; i < f.nftSets().size(); i++) {
      NftSet set = f.nftSets().get(i);
      int at = i;
      drop("element of " + set.name(), set.elements(), take, elements -> {
        List<NftSet> sets = new ArrayList<>(f.nftSets());
        sets.set(
            at,
            new NftSet(
                set.table(),
                set.name(),
                set.key(),
                set.holds(),
                set.timeoutSeconds(),
                elements,
                set.comment()));
        return new Edit(f).nftSets(sets);
      });
    }
    for (int i = 0; i < f.nftChains().size(); i++) {
      NftChain chain = f.nftChains().get(i);
      int at = i;
      drop("rule of " + chain.name(), chain.rules(), take, rules -> {
        List<NftChain> chains = new ArrayList<>(f.nftChains());
        chains.set(
            at, new NftChain(chain.table(), chain.name(), chain.base(), rules, chain.comment()));
        return new Edit(f).nftChains(chains);
      });
    }
    for (int i = 0; i < f.chains().size(); i++) {
      Chain chain = f.chains().get(i);
      int at = i;
      drop("rule of " + chain.name(), chain.rules(), take, rules -> {
        List<Chain> chains = new ArrayList<>(f.chains());
        chains.set(at, new Chain(chain.family(), chain.table(), chain.name(), rules));
        return new Edit(f).chains(chains);
      });
    }
  }

  private static Fragment relays(Fragment f, int at, List<Relay> relays) {
    List<HostFile> files = new ArrayList<>(f.files());
    HostFile file = files.get(at);
    files.set(
        at, new HostFile(file.name(), new HostFile.Relays(relays), file.access(), file.comment()));
    return new Edit(f).files(files);
  }

  private static <T> void drop(
      String kind,
      List<T> list,
      BiConsumer<String, Fragment> take,
      java.util.function.Function<List<T>, Fragment> change) {
    for (int i = 0; i < list.size(); i++) {
      List<T> less = new ArrayList<>(list);
      T gone = less.remove(i);
      take.accept(kind + " " + gone, change.apply(less));
    }
  }
}
