package dev.podnet.simulate;

import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a fragment has of tables of nftables, laid out for look-ups: each takes the same time however much there is. */
final class NftIndex {

  private record Name(NftTable table, String name) {}

  private record Indexed(NftSet set, Map<List<NftSet.Value>, NftSet.Element> elements) {}

  private final Map<Name, NftChain> chains = new HashMap<>();
  private final Map<Name, Indexed> sets = new HashMap<>();
  private final List<NftChain> bases = new ArrayList<>();

  NftIndex(Fragment fragment) {
    for (NftChain chain : fragment.nftChains()) {
      chains.put(new Name(chain.table(), chain.name()), chain);
      if (chain.base().isPresent()) {
        bases.add(chain);
      }
    }
    for (NftSet set : fragment.nftSets()) {
      Map<List<NftSet.Value>, NftSet.Element> elements = new HashMap<>();
      set.elements().forEach(e -> elements.put(e.key(), e));
      sets.put(new Name(set.table(), set.name()), new Indexed(set, elements));
    }
  }

  /** The chain of that name, or null. */
  NftChain chain(NftTable table, String name) {
    return chains.get(new Name(table, name));
  }

  /** The set as this fragment declares it, or null. */
  NftSet set(NftTable table, String name) {
    Indexed found = sets.get(new Name(table, name));
    return found == null ? null : found.set();
  }

  /** What this fragment has for a key in a set, or null. */
  NftSet.Element element(NftTable table, String name, List<NftSet.Value> key) {
    Indexed found = sets.get(new Name(table, name));
    return found == null || key == null ? null : found.elements().get(key);
  }

  /** The base chains of a hook. */
  List<NftChain> bases(IpFamily family, Hook.Base hook) {
    return bases.isEmpty()
        ? List.of()
        : bases.stream()
            .filter(c -> c.table().family() == family && c.base().get().hook() == hook)
            .toList();
  }
}
