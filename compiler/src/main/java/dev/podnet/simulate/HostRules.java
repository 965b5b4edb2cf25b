package dev.podnet.simulate;

import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftTable;
import dev.podnet.plan.Part;
import dev.podnet.plan.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** The rules of one host, as netfilter asks them: its own first, then the shared ones that hold on it. */
final class HostRules {

  private static final int BASES = Hook.Base.values().length;
  private static final List<Table> ALL_TABLES = List.of(Table.values());
  private static final int TABLES = ALL_TABLES.size();
  private static final int FAMILIES = IpFamily.values().length;

  private final String name;
  private final List<FragmentIndex> fragments;
  private final AtomicReferenceArray<List<Chain>> hooked =
      new AtomicReferenceArray<>(FAMILIES * TABLES * BASES);
  private final AtomicReferenceArray<Station.AtHook> stations =
      new AtomicReferenceArray<>(FAMILIES * BASES);

  /**
   * The rules of a host.
   *
   * @param name the host
   * @param fragments what holds on it, its own first
   */
  HostRules(String name, List<FragmentIndex> fragments) {
    this.name = name;
    this.fragments = fragments;
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
}
