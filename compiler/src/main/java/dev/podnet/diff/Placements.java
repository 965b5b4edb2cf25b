package dev.podnet.diff;

import dev.podnet.facts.Fact;
import dev.podnet.facts.FactFile;
import dev.podnet.facts.FactKind;
import dev.podnet.facts.HostScript;
import dev.podnet.facts.NetworkState;
import dev.podnet.facts.Scope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** On which hosts each fact of a state holds. Bit 0 of a set of hosts stands for no host: the cluster as a whole. */
final class Placements {

  /** Which fact. */
  record Key(FactKind kind, String key) {}

  /** One value of a fact, and where it holds. */
  static final class Placement {
    final List<String> lines;
    final BitSet hosts;
    final Change.At at;
    final String part;
    final String about;

    Placement(List<String> lines, BitSet hosts, Change.At at, String part, String about) {
      this.lines = lines;
      this.hosts = hosts;
      this.at = at;
      this.part = part;
      this.about = about;
    }
  }

  private final NetworkState state;
  private final Map<String, Integer> numbers;
  private final Map<String, BitSet> fragments = new HashMap<>();
  private final BitSet all = new BitSet();
  private final Map<Key, List<Placement>> placements = new LinkedHashMap<>();

  /**
   * Makes them.
   *
   * @param numbers the bit of each host that is to be compared; others are passed over
   */
  Placements(NetworkState state, Map<String, Integer> numbers) {
    this.state = state;
    this.numbers = numbers;
    for (Map.Entry<String, HostScript> host : state.hosts().entrySet()) {
      Integer number = numbers.get(host.getKey());
      if (number != null) {
        all.set(number);
        for (String fragment : host.getValue().includes()) {
          fragments.computeIfAbsent(fragment, f -> new BitSet()).set(number);
        }
      }
    }
  }

  /** The hosts a file holds on. */
  BitSet hosts(Scope scope) {
    BitSet hosts = new BitSet();
    switch (scope.kind()) {
      case CLUSTER -> hosts.set(0);
      case ALL -> hosts.or(all);
      case FRAGMENT -> {
        hosts.or(fragments.getOrDefault(scope.name(), new BitSet()));
        // What no host loads is no host's.
        hosts.set(0, !state.parts().containsKey(scope.name()));
      }
      case HOST -> {
        if (numbers.containsKey(scope.name())) {
          hosts.set(numbers.get(scope.name()));
        }
      }
    }
    return hosts;
  }

  /** Takes the facts of a file; {@code declarations} only those that several files may hold alike. */
  void add(FactFile file, boolean declarations) {
    BitSet hosts = hosts(file.scope());
    if (hosts.isEmpty()) {
      return;
    }
    String part = state.part(file.path());
    for (Fact fact : file.facts()) {
      if (!declarations || fact.kind() == FactKind.SET) {
        add(fact, hosts, file.path(), part);
      }
    }
  }

  private void add(Fact fact, BitSet scope, String path, String part) {
    BitSet hosts = scope;
    Integer without = fact.peer().map(numbers::get).orElse(null);
    if (without != null && scope.get(without)) {
      hosts = (BitSet) scope.clone();
      hosts.clear(without);
    }
    if (hosts.isEmpty()) {
      return;
    }
    List<Placement> same =
        placements.computeIfAbsent(new Key(fact.kind(), fact.key()), k -> new ArrayList<>(1));
    same.add(
        new Placement(fact.lines(), hosts, new Change.At(path, fact.line()), part, fact.about()));
  }

  Map<Key, List<Placement>> all() {
    return placements;
  }
}
