package dev.podnet.origin;

import dev.podnet.facts.Entry;
import dev.podnet.facts.FactKind;
import dev.podnet.facts.NetworkState;
import dev.podnet.facts.OutputReader;
import dev.podnet.facts.Scope;
import dev.podnet.model.Assertion;
import dev.podnet.model.Cluster;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Finds all that an object caused: every line of the output that names it. */
public final class CauseFinder {

  private final Cluster cluster;
  private final NetworkState state;
  private final Map<SpecObject, List<SpecStatement>> statements;
  private final LineOrigin origins;

  /** One for a spec and the output that comes of it. */
  public CauseFinder(Cluster cluster, NetworkState state) {
    this.cluster = cluster;
    this.state = state;
    this.statements = Statements.of(cluster);
    this.origins = new LineOrigin(state, statements);
  }

  /** Every object there is. */
  public Set<SpecObject> objects() {
    return statements.keySet();
  }

  /**
   * What an object caused.
   *
   * @param files the output, by path
   */
  public Caused of(SpecObject object, SortedMap<String, List<String>> files) {
    List<Caused.Line> lines = new ArrayList<>();
    Set<String> names = origins.index().namesOf(object);
    files.forEach((path, text) -> {
      if (!path.equals(OutputReader.OBJECTS) && !path.startsWith("cluster/lib/")) {
        file(object, names, path, text, lines);
      }
    });
    lines.sort(Comparator.comparing(Caused.Line::kind));
    return new Caused(
        object,
        statements.getOrDefault(object, List.of()),
        new RelatedObjects(cluster).of(object),
        lines,
        asserts(object));
  }

  private void file(
      SpecObject object,
      Set<String> names,
      String path,
      List<String> text,
      List<Caused.Line> lines) {
    int hosts = -1;
    boolean own =
        object.kind() == SpecObject.Kind.NODE && path.startsWith("nodes/" + object.name() + "/");
    for (Entry entry : OutputReader.entries(path, text)) {
      String all = entry.text() + " " + entry.about() + " " + entry.key();
      boolean may = names.stream().anyMatch(all::contains)
          || entry.peer().equals(java.util.Optional.of(object.name()));
      boolean script = entry.kind() == FactKind.SCRIPT;
      if (!script && (own || may && origins.objects(entry).contains(object))) {
        hosts = hosts < 0 ? hosts(path) : hosts;
        lines.add(new Caused.Line(path, entry, hosts));
      }
    }
  }

  /** On how many hosts a file is loaded. */
  private int hosts(String path) {
    Scope scope = state.files().get(path).scope();
    return switch (scope.kind()) {
      case HOST -> 1;
      case FRAGMENT ->
        (int) state.hosts().values().stream()
            .filter(h -> h.includes().contains(scope.name()))
            .count();
      case ALL -> state.hosts().size();
      case CLUSTER -> 0;
    };
  }

  private List<Span> asserts(SpecObject object) {
    return cluster.assertions().stream()
        .filter(a -> names(a.from(), object) || names(a.to(), object))
        .map(Assertion::span)
        .toList();
  }

  private static boolean names(Assertion.Party party, SpecObject object) {
    return switch (object.kind()) {
      case POD -> party instanceof Assertion.OfPod p && p.pod().toString().equals(object.name());
      case SERVICE ->
        party instanceof Assertion.OfService s && s.service().toString().equals(object.name());
      case NODE -> party instanceof Assertion.OfNode n && n.node().equals(object.name());
      case NAMESPACE ->
        party instanceof Assertion.OfNamespace n && n.namespace().equals(object.name());
      default -> false;
    };
  }
}
