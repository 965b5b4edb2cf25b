package dev.podnet.diff;

import dev.podnet.diff.Change.Verb;
import dev.podnet.origin.SpecObject;
import dev.podnet.origin.SpecStatement;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What two specs say differently, object by object. */
final class SpecChanges {

  /** What podnet chooses where a spec does not say it. */
  private static final Set<String> CHOOSABLE = Set.of("podCIDR", "ip", "clusterIP");

  private static final String NODE_PORT = "nodePort of ";

  private SpecChanges() {}

  private static boolean choosable(String aspect) {
    return CHOOSABLE.contains(aspect) || aspect.startsWith(NODE_PORT);
  }

  private static boolean written(List<SpecStatement> statements) {
    return statements.stream().anyMatch(SpecStatement::written);
  }

  static Map<SpecObject, List<Reason>> between(
      Map<SpecObject, List<SpecStatement>> old, Map<SpecObject, List<SpecStatement>> now) {
    TreeSet<SpecObject> objects = new TreeSet<>(old.keySet());
    objects.addAll(now.keySet());
    Map<SpecObject, List<Reason>> changes = new TreeMap<>();
    Optional<SpecObject> was = cluster(old);
    Optional<SpecObject> is = cluster(now);
    if (was.isPresent() && is.isPresent() && !was.equals(is)) {
      // One cluster under two names: what is set for it can be compared all the same.
      objects.remove(was.get());
      objects.remove(is.get());
      changes.put(is.get(), of(is.get(), old.get(was.get()), now.get(is.get())));
    }
    for (SpecObject object : objects) {
      List<Reason> found =
          of(object, old.getOrDefault(object, List.of()), now.getOrDefault(object, List.of()));
      if (!found.isEmpty()) {
        changes.put(object, found);
      }
    }
    return changes;
  }

  private static Optional<SpecObject> cluster(Map<SpecObject, List<SpecStatement>> statements) {
    return statements.keySet().stream()
        .filter(o -> o.kind() == SpecObject.Kind.CLUSTER)
        .findFirst();
  }

  private static List<Reason> of(
      SpecObject object, List<SpecStatement> old, List<SpecStatement> now) {
    if (old.isEmpty()) {
      return List.of(new Reason(
          object, "", Verb.ADDED, object + " is new", false, Optional.empty(), span(now)));
    } else if (now.isEmpty()) {
      return List.of(new Reason(
          object, "", Verb.REMOVED, object + " is gone", false, span(old), Optional.empty()));
    }
    Map<String, List<SpecStatement>> before = byAspect(old);
    Map<String, List<SpecStatement>> after = byAspect(now);
    TreeSet<String> aspects = new TreeSet<>(before.keySet());
    aspects.addAll(after.keySet());
    List<Reason> reasons = new ArrayList<>();
    for (String aspect : aspects) {
      List<SpecStatement> was = before.getOrDefault(aspect, List.of());
      List<SpecStatement> is = after.getOrDefault(aspect, List.of());
      if (!values(was).equals(values(is))) {
        reasons.add(new Reason(
            object,
            aspect,
            was.isEmpty() ? Verb.ADDED : is.isEmpty() ? Verb.REMOVED : Verb.CHANGED,
            text(object, aspect, values(was), values(is)),
            choosable(aspect) && !written(was) && !written(is),
            span(was),
            span(is).or(() -> span(now))));
      }
    }
    return reasons;
  }

  static String text(SpecObject object, String aspect, String old, String now) {
    String name = object + ": " + aspect;
    if (old.isEmpty()) {
      return name + (now.isEmpty() ? "" : " " + now) + " is new";
    } else if (now.isEmpty()) {
      return name + " " + old + " is gone";
    }
    return name + " was " + old + ", is " + now;
  }

  private static Map<String, List<SpecStatement>> byAspect(List<SpecStatement> statements) {
    Map<String, List<SpecStatement>> map = new LinkedHashMap<>();
    statements.stream()
        .filter(s -> !s.aspect().isEmpty())
        .forEach(s -> map.computeIfAbsent(s.aspect(), a -> new ArrayList<>()).add(s));
    return map;
  }

  private static String values(List<SpecStatement> statements) {
    return String.join(", ", statements.stream().map(SpecStatement::value).toList());
  }

  private static Optional<Span> span(List<SpecStatement> statements) {
    return statements.stream().findFirst().map(SpecStatement::span);
  }
}
