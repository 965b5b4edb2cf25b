package dev.podnet.diff;

import dev.podnet.diff.Effect.Disturbance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What changes from one side to the other, with everything there is to say about it.
 *
 * @param cluster the cluster's name
 * @param changes what changes
 * @param told the same changes one by one, each with its effect and its reasons
 * @param reasons what the specs say differently; where they are not known, how objects differ
 * @param specs whether both specs are known
 */
public record Review(
    String cluster, Changes changes, List<Told> told, List<Reason> reasons, boolean specs) {

  /** Copies the lists. */
  public Review {
    told = List.copyOf(told);
    reasons = List.copyOf(reasons);
  }

  /**
   * A change.
   *
   * @param change what changes
   * @param effect what that does to open connections
   * @param reasons why, as places in {@link Review#reasons}, counted from 0
   */
  public record Told(Change change, Effect effect, List<Integer> reasons) {
    /** Copies the list. */
    public Told {
      reasons = List.copyOf(reasons);
    }
  }

  /** Compares two sides. */
  public static Review of(Side old, Side now) {
    Changes changes = Comparison.of(old.state(), now.state());
    Reasons reasons = new Reasons(old, now, changes);
    List<List<Reason>> found = new ArrayList<>();
    Set<Reason> named = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Change change : changes.changes()) {
      found.add(reasons.of(change));
      named.addAll(found.get(found.size() - 1));
    }
    List<Reason> all =
        reasons.all().stream().filter(r -> named.contains(r) || !r.chosen()).toList();
    Map<Reason, Integer> numbers = new IdentityHashMap<>();
    all.forEach(reason -> numbers.put(reason, numbers.size()));
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Change change = changes.changes().get(i);
      told.add(new Told(
          change,
          Effects.of(change),
          found.get(i).stream().map(numbers::get).sorted().toList()));
    }
    boolean specs = !old.statements().isEmpty() && !now.statements().isEmpty();
    return new Review(now.state().objects().cluster(), changes, told, all, specs);
  }

  /** How many addresses, ranges and ports change that podnet chose; {@code podnet.lock} would have kept them. */
  public long chosen() {
    return reasons.stream().filter(Reason::chosen).count();
  }

  /** How many changes disturb open connections that much. */
  public long disturbing(Disturbance disturbance) {
    return told.stream().filter(t -> t.effect().disturbance() == disturbance).count();
  }

  /** How many changes do that. */
  public long count(Change.Verb verb) {
    return told.stream().filter(t -> t.change().verb() == verb).count();
  }
}
