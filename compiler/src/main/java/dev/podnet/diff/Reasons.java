package dev.podnet.diff;

import dev.podnet.facts.Fact;
import dev.podnet.facts.FactKind;
import dev.podnet.origin.SpecObject;
import dev.podnet.origin.SpecObject.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds why things change. A change names objects, by comments, names and addresses in its lines; the reason is what the
 * specs say differently of these. What no object of its own explains comes of a setting of the cluster, or of what the
 * underlay is. Where a spec is not known, the differences between the objects of the outputs are the reasons.
 */
public final class Reasons {

  /** Of so many elements of a set the reasons are looked at. */
  private static final int MOST_INSIDE = 20;

  /** So few differences may be the reason of anything. */
  private static final int FEW = 3;

  private static final Pattern OWN_NAME = Pattern.compile("PODNET[A-Za-z0-9_.-]+");

  private static final Set<String> SCHEDULING = Set.of("labels", "taints", "unschedulable");
  private static final Set<String> OF_NETWORK =
      Set.of("backend", "wiring", "fabric", "mtu", "masquerade", "podCIDR", "nodeMask");
  private static final Set<String> OF_SERVICES = Set.of(
      "proxyMode",
      "masqueradeAll",
      "localhostNodePorts",
      "nodePortAddresses",
      "nodePortRange",
      "serviceCIDR");
  private static final Set<String> OF_NAMES =
      Set.of("dns", "clusterDomain", "serviceCIDR", "podCIDR");

  private final Side old;
  private final Side now;
  private final Map<SpecObject, List<Reason>> specs;
  private final Map<SpecObject, Set<SpecObject>> related = new TreeMap<>();
  private final Map<String, List<Change>> inside = new HashMap<>();
  private final Map<String, List<Change>> leading = new HashMap<>();

  /** Those of the changes between two sides. */
  public Reasons(Side old, Side now, Changes changes) {
    this.old = old;
    this.now = now;
    boolean known = !old.statements().isEmpty() && !now.statements().isEmpty();
    this.specs =
        known ? SpecChanges.between(old.statements(), now.statements()) : fromObjects(changes);
    for (Change change : changes.changes()) {
      if (change.kind().object()) {
        relate(change);
      } else if (change.kind() == FactKind.CHAIN || change.kind() == FactKind.ELEMENT) {
        inside.computeIfAbsent(Fact.unit(change.key()), k -> new ArrayList<>(1)).add(change);
        lead(change, change.gone());
        lead(change, change.come());
      }
    }
  }

  private void lead(Change change, List<String> lines) {
    for (String line : lines) {
      Matcher names = OWN_NAME.matcher(line);
      while (names.find()) {
        leading.computeIfAbsent(names.group(), n -> new ArrayList<>(1)).add(change);
      }
    }
  }

  /** Everything that the specs say differently, by object. */
  public List<Reason> all() {
    return specs.values().stream().flatMap(List::stream).toList();
  }

  private static Map<SpecObject, List<Reason>> fromObjects(Changes changes) {
    Map<SpecObject, List<Reason>> reasons = new TreeMap<>();
    for (Change change : changes.changes()) {
      object(change).ifPresent(object -> reasons.put(object, List.of(ofObject(object, change))));
    }
    return reasons;
  }

  private static Reason ofObject(SpecObject object, Change change) {
    String text = switch (change.verb()) {
      case ADDED -> object + " is new";
      case REMOVED -> object + " is gone";
      case CHANGED -> object + " changes";
    };
    return new Reason(object, "", change.verb(), text, false, Optional.empty(), Optional.empty());
  }

  /** The object that a change is about, of those of {@code podnet.json}. */
  static Optional<SpecObject> object(Change change) {
    Kind kind = switch (change.kind()) {
      case CLUSTER -> Kind.CLUSTER;
      case NODE -> Kind.NODE;
      case POD -> Kind.POD;
      case SERVICE -> Kind.SERVICE;
      default -> null;
    };
    return Optional.ofNullable(kind).map(k -> new SpecObject(k, change.key()));
  }

  /** A service changes with the pods behind it, a pod with the node it is on. */
  private void relate(Change change) {
    Set<SpecObject> others = new LinkedHashSet<>();
    change.gone().forEach(line -> others.addAll(old.index().in(line)));
    change.come().forEach(line -> others.addAll(now.index().in(line)));
    object(change).ifPresent(object -> {
      others.remove(object);
      related.put(object, others);
    });
  }

  /** Why a change comes about; empty when nothing in the specs says so. */
  public List<Reason> of(Change change) {
    List<Reason> reasons = new ArrayList<>();
    for (Change other : inside(change)) {
      reasons.addAll(of(other));
    }
    return reasons.isEmpty() ? ofItself(change) : mostTelling(reasons, change);
  }

  /** A jump comes and goes with its chain, a set with its elements. */
  private List<Change> inside(Change change) {
    String key = "";
    if (change.kind() == FactKind.HOOK) {
      String[] words = change.key().split(" ");
      key = words.length < 3 ? "" : words[0] + " " + words[1] + " " + words[words.length - 1];
    } else if (change.kind() == FactKind.SET) {
      key = change.key();
    }
    return inside.getOrDefault(key, List.of()).stream()
        .filter(c -> c.verb() == change.verb() && !Collections.disjoint(c.hosts(), change.hosts()))
        .limit(MOST_INSIDE)
        .toList();
  }

  private List<Reason> ofItself(Change change) {
    Set<SpecObject> subjects = subjects(change);
    List<Reason> reasons = new ArrayList<>();
    for (SpecObject subject : subjects) {
      reasons.addAll(ofSubject(subject, change));
    }
    if (reasons.isEmpty()) {
      for (SpecObject subject : subjects) {
        for (SpecObject other : related.getOrDefault(subject, Set.of())) {
          reasons.addAll(ofSubject(other, change));
        }
      }
    }
    if (reasons.isEmpty() && change.hosts().size() == 1) {
      reasons.addAll(ofSubject(new SpecObject(Kind.NODE, change.hosts().get(0)), change));
    }
    reasons.addAll(settings(settingsOf(change)));
    if (reasons.isEmpty()) {
      reasons.addAll(ofThoseThatLeadHere(change, new HashSet<>(Set.of(change))));
    }
    if (reasons.isEmpty()) {
      reasons.addAll(settings(aspect -> true));
    }
    if (reasons.isEmpty()) {
      specs.forEach((object, found) -> {
        if (object.kind() == Kind.SEGMENT
            || object.kind() == Kind.ROUTER
            || object.kind() == Kind.NODE) {
          reasons.addAll(relevant(found, change));
        }
      });
    }
    if (reasons.isEmpty()) {
      List<Reason> all = all().stream().filter(r -> !r.chosen()).toList();
      reasons.addAll(all.size() <= FEW ? all : List.of());
    }
    return mostTelling(reasons, change);
  }

  /** What serves several objects, such as a chain for all services with three endpoints, changes with those who use it. */
  private List<Reason> ofThoseThatLeadHere(Change change, Set<Change> seen) {
    String name = Fact.unit(change.key());
    name = name.substring(name.lastIndexOf(' ') + 1);
    List<Reason> reasons = new ArrayList<>();
    for (Change other : leading.getOrDefault(name, List.of())) {
      if (seen.size() < MOST_INSIDE && seen.add(other)) {
        for (SpecObject subject : subjects(other)) {
          reasons.addAll(ofSubject(subject, other));
          for (SpecObject more : related.getOrDefault(subject, Set.of())) {
            reasons.addAll(ofSubject(more, other));
          }
        }
        if (reasons.isEmpty()) {
          reasons.addAll(ofThoseThatLeadHere(other, seen));
        }
      }
    }
    return reasons;
  }

  /**
   * Of a thing that comes or goes, the objects that do so too tell why. What was written goes before what podnet chose
   * because of it.
   */
  private static List<Reason> mostTelling(List<Reason> reasons, Change change) {
    List<Reason> distinct = new ArrayList<>(new LinkedHashSet<>(reasons));
    List<Reason> alike = distinct.stream()
        .filter(r -> r.aspect().isEmpty() && r.verb() == change.verb())
        .toList();
    if (change.verb() != Change.Verb.CHANGED && !alike.isEmpty()) {
      return alike;
    }
    distinct.sort(Comparator.comparing(Reason::chosen));
    return distinct;
  }

  private List<Reason> ofSubject(SpecObject subject, Change change) {
    return subject.kind() == Kind.CLUSTER
        ? List.of()
        : relevant(specs.getOrDefault(subject, List.of()), change);
  }

  /** Where pods may go says nothing about how packets reach them. */
  private static List<Reason> relevant(List<Reason> reasons, Change change) {
    boolean wires = change.part().equals("network") || change.part().equals("pods");
    return reasons.stream()
        .filter(r -> !(wires && SCHEDULING.contains(r.aspect())))
        .toList();
  }

  private List<Reason> settings(Predicate<String> aspects) {
    return specs.entrySet().stream()
        .filter(e -> e.getKey().kind() == Kind.CLUSTER)
        .flatMap(e -> e.getValue().stream())
        .filter(r -> aspects.test(r.aspect()))
        .toList();
  }

  private static Predicate<String> settingsOf(Change change) {
    return switch (change.part()) {
      case "network", "pods" -> OF_NETWORK::contains;
      case "services" -> OF_SERVICES::contains;
      case "dns" -> OF_NAMES::contains;
      default -> aspect -> change.kind() == FactKind.CLUSTER;
    };
  }

  /** The objects that what goes and what comes name. */
  Set<SpecObject> subjects(Change change) {
    Set<SpecObject> subjects = new LinkedHashSet<>();
    object(change).ifPresent(subjects::add);
    subjects.addAll(now.index().in(change.about()));
    subjects.addAll(old.index().in(change.about()));
    if (change.kind() != FactKind.CHAIN) {
      subjects.addAll(now.index().in(change.key()));
      subjects.addAll(old.index().in(change.key()));
    }
    for (String line : change.come()) {
      subjects.addAll(now.index().in(line));
    }
    for (String line : change.gone()) {
      subjects.addAll(old.index().in(line));
    }
    return subjects;
  }
}
