package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Label;
import dev.podnet.model.NaturalOrder;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cause, one message: {@code nodes worker 50} that run out of their segment break a rule many times at one place.
 * Findings of one rule about the same places become the first of them, which says how many more there are.
 */
final class Grouping {

  private record Key(String code, Optional<Span> place, List<Span> related) {
    static Key of(Diagnostic diagnostic) {
      return new Key(
          diagnostic.code().id(),
          diagnostic.primary().map(Label::span),
          diagnostic.related().stream().map(Label::span).toList());
    }
  }

  private Grouping() {}

  /** Reports findings, those about the same places as one. */
  static void report(List<Diagnostic> findings, Diagnostics diagnostics) {
    Map<Key, List<Diagnostic>> groups = new LinkedHashMap<>();
    for (Diagnostic finding : findings) {
      groups.computeIfAbsent(Key.of(finding), k -> new ArrayList<>()).add(finding);
    }
    groups.values().forEach(group -> diagnostics.report(one(group)));
  }

  private static Diagnostic one(List<Diagnostic> group) {
    Diagnostic first = group.get(0);
    for (Diagnostic other : group) {
      if (NaturalOrder.INSTANCE.compare(other.message(), first.message()) < 0) {
        first = other;
      }
    }
    if (group.size() == 1) {
      return first;
    }
    return new Diagnostic(
        first.code(),
        first.severity(),
        first.message() + " (and " + (group.size() - 1) + " more like it)",
        first.primary(),
        first.related(),
        first.help());
  }
}
