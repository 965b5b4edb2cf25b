package dev.podnet.backends.nftables;

import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftField;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftTable;
import dev.podnet.spi.FragmentBuilder;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sets and chains of one fragment as they grow. */
final class Growing {

  private final NftTable table;
  private final SortedMap<String, Growth> sets = new TreeMap<>();
  private final SortedMap<String, NftChain> chains = new TreeMap<>();

  private record Growth(
      List<NftField> key,
      NftSet.Holds holds,
      Optional<Integer> timeout,
      String comment,
      SortedMap<List<NftSet.Value>, NftSet.Element> elements) {}

  Growing(NftTable table) {
    this.table = table;
  }

  /** Whether there is nothing. */
  boolean isEmpty() {
    return sets.isEmpty() && chains.isEmpty();
  }

  /** Declares a set; the second time means nothing. */
  void set(String name, List<NftField> key, NftSet.Holds holds, String comment) {
    sets.computeIfAbsent(
        name, n -> new Growth(key, holds, Optional.empty(), comment, new TreeMap<>(NftSet.BY_KEY)));
  }

  /** Declares a set of client addresses that rules fill. */
  void clients(String name, int seconds, String comment) {
    sets.put(
        name,
        new Growth(
            List.of(NftField.SOURCE),
            NftSet.Holds.NOTHING,
            Optional.of(seconds),
            comment,
            new TreeMap<>(NftSet.BY_KEY)));
  }

  /** Adds an element to a declared set, where the key is not there yet. */
  void element(String set, List<NftSet.Value> key, Optional<NftSet.Data> data, String serves) {
    sets.get(set).elements().putIfAbsent(key, new NftSet.Element(key, data, Optional.of(serves)));
  }

  /** Adds a chain that only others lead to. */
  void chain(String name, String comment, List<NftRule> rules) {
    chains.put(name, new NftChain(table, name, Optional.empty(), rules, comment));
  }

  /** Adds a base chain. */
  void base(String name, NftChain.Base base, String comment, List<NftRule> rules) {
    chains.put(name, new NftChain(table, name, Optional.of(base), rules, comment));
  }

  /** Writes everything down. */
  void contribute(FragmentBuilder fragment) {
    sets.forEach((name, growth) -> fragment.nftSet(new NftSet(
        table,
        name,
        growth.key(),
        growth.holds(),
        growth.timeout(),
        List.copyOf(growth.elements().values()),
        growth.comment())));
    chains.values().forEach(fragment::nftChain);
  }
}
