package dev.podnet.diff;

import dev.podnet.diff.Placements.Key;
import dev.podnet.diff.Placements.Placement;
import dev.podnet.facts.Fact;
import dev.podnet.facts.FactFile;
import dev.podnet.facts.FactKind;
import dev.podnet.facts.NetworkState;
import dev.podnet.model.NaturalOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two states of a cluster.
 *
 * <p>A fact that hosts share is one fact with a set of hosts, so the work grows with what the outputs hold, and one change
 * in a shared fragment is one change. Hosts that only one state has are named; what is on them is counted, not listed.
 */
public final class Comparison {

  private static final Comparator<Change> ORDER = Comparator.comparing(Change::kind)
      .thenComparing(c -> c.key(), NaturalOrder.INSTANCE)
      .thenComparing(c -> String.join("\n", c.hosts()), NaturalOrder.INSTANCE)
      .thenComparing(c -> String.join("\n", c.old()))
      .thenComparing(c -> String.join("\n", c.now()));

  private final NetworkState old;
  private final NetworkState now;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();

  private Comparison(NetworkState old, NetworkState now) {
    this.old = old;
    this.now = now;
    TreeSet<String> both = new TreeSet<>(NaturalOrder.INSTANCE);
    both.addAll(old.hosts().keySet());
    both.retainAll(now.hosts().keySet());
    for (String name : both) {
      names.add(name);
      numbers.put(name, names.size());
    }
  }

  /** What changes from one to the other. */
  public static Changes of(NetworkState old, NetworkState now) {
    Comparison comparison = new Comparison(old, now);
    comparison.compare();
    comparison.changes.sort(ORDER);
    return new Changes(
        comparison.names, comparison.only(old, now), comparison.only(now, old), comparison.changes);
  }

  private List<Changes.Host> only(NetworkState state, NetworkState other) {
    TreeSet<String> mine = new TreeSet<>(NaturalOrder.INSTANCE);
    mine.addAll(state.hosts().keySet());
    mine.removeAll(other.hosts().keySet());
    Map<String, Integer> one = new HashMap<>();
    List<Changes.Host> hosts = new ArrayList<>();
    for (String name : mine) {
      one.clear();
      one.put(name, 1);
      Placements placements = new Placements(state, one);
      Map<FactKind, Integer> counts = new java.util.EnumMap<>(FactKind.class);
      for (FactFile file : state.files().values()) {
        BitSet scope = placements.hosts(file.scope());
        if (scope.get(1)) {
          for (Fact fact : file.facts()) {
            if (!fact.peer().equals(Optional.of(name))) {
              counts.merge(fact.kind(), 1, Integer::sum);
            }
          }
        }
      }
      hosts.add(new Changes.Host(name, counts));
    }
    return hosts;
  }

  private void compare() {
    Placements before = new Placements(old, numbers);
    Placements after = new Placements(now, numbers);
    Set<String> paths = new LinkedHashSet<>(old.files().keySet());
    paths.addAll(now.files().keySet());
    for (String path : paths) {
      FactFile was = old.files().get(path);
      FactFile is = now.files().get(path);
      boolean same = was != null
          && is != null
          && was.facts().equals(is.facts())
          && before.hosts(was.scope()).equals(after.hosts(is.scope()))
          && old.part(path).equals(now.part(path));
      if (was != null) {
        before.add(was, same);
      }
      if (is != null) {
        after.add(is, same);
      }
    }
    Set<Key> keys = new LinkedHashSet<>(before.all().keySet());
    keys.addAll(after.all().keySet());
    for (Key key : keys) {
      pair(
          key, before.all().getOrDefault(key, List.of()), after.all().getOrDefault(key, List.of()));
    }
  }

  /** What is the same on a host in both is no change; the rest of one host belongs together. */
  private void pair(Key key, List<Placement> before, List<Placement> after) {
    List<Placement> gone = rest(before, after);
    List<Placement> come = rest(after, before);
    Map<Integer, Placement> byHost = new HashMap<>();
    for (Placement placement : come) {
      placement.hosts.stream().forEach(host -> byHost.put(host, placement));
    }
    Map<Pair, BitSet> pairs = new LinkedHashMap<>();
    for (Placement placement : gone) {
      placement.hosts.stream()
          .forEach(host -> pairs
              .computeIfAbsent(new Pair(placement, byHost.remove(host)), p -> new BitSet())
              .set(host));
    }
    byHost.forEach((host, placement) ->
        pairs.computeIfAbsent(new Pair(null, placement), p -> new BitSet()).set(host));
    Map<Values, Merged> merged = new LinkedHashMap<>();
    pairs.forEach((pair, hosts) -> merged
        .computeIfAbsent(Values.of(pair), v -> new Merged(pair, new BitSet()))
        .hosts
        .or(hosts));
    merged.values().forEach(m -> changes.add(change(key, m)));
  }

  /** Those of some placements whose value does not hold on the same host in the others. */
  private static List<Placement> rest(List<Placement> some, List<Placement> others) {
    Map<List<String>, BitSet> same = new HashMap<>();
    others.forEach(p -> same.computeIfAbsent(p.lines, l -> new BitSet()).or(p.hosts));
    List<Placement> rest = new ArrayList<>();
    Map<List<String>, BitSet> seen = new HashMap<>();
    for (Placement placement : some) {
      BitSet hosts = (BitSet) placement.hosts.clone();
      hosts.andNot(same.getOrDefault(placement.lines, new BitSet()));
      BitSet told = seen.computeIfAbsent(placement.lines, l -> new BitSet());
      hosts.andNot(told);
      told.or(hosts);
      if (!hosts.isEmpty()) {
        rest.add(
            new Placement(placement.lines, hosts, placement.at, placement.part, placement.about));
      }
    }
    return rest;
  }

  /** What a value was and what it becomes; either may be null. */
  private record Pair(Placement old, Placement now) {}

  private record Values(List<String> old, List<String> now) {
    static Values of(Pair pair) {
      return new Values(
          pair.old == null ? null : pair.old.lines, pair.now == null ? null : pair.now.lines);
    }
  }

  private record Merged(Pair first, BitSet hosts) {}

  private Change change(Key key, Merged merged) {
    Placement was = merged.first.old;
    Placement is = merged.first.now;
    Placement any = is != null ? is : was;
    List<String> hosts = new ArrayList<>();
    merged.hosts.stream().filter(h -> h > 0).forEach(h -> hosts.add(names.get(h - 1)));
    return new Change(
        was == null ? Change.Verb.ADDED : is == null ? Change.Verb.REMOVED : Change.Verb.CHANGED,
        key.kind(),
        any.part,
        key.key(),
        was == null ? List.of() : was.lines,
        is == null ? List.of() : is.lines,
        hosts,
        Optional.ofNullable(was).map(p -> p.at),
        Optional.ofNullable(is).map(p -> p.at),
        any.about);
  }
}
