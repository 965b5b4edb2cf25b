package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.source.Span;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names of one kind of thing and where each was declared. The first keeps the name; every later one is reported.
 *
 * @param <T> what is named
 */
final class NameTable<T> {

  private record Entry<T>(T value, Span span, Optional<String> origin) {}

  private final String kind;
  private final Diagnostics diagnostics;
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

  /** A table for things that messages call {@code kind}. */
  NameTable(String kind, Diagnostics diagnostics) {
    this.kind = kind;
    this.diagnostics = diagnostics;
  }

  /**
   * Enters a name.
   *
   * @param origin what the name was made from, such as {@code pods web}; empty for one that was written
   * @return whether the name was free
   */
  boolean add(String name, Span span, Optional<String> origin, T value) {
    Entry<T> first = entries.putIfAbsent(name, new Entry<>(value, span, origin));
    if (first == null) {
      return true;
    }
    if (origin.isPresent() || first.origin().isPresent()) {
      Diagnostic.at(
              span,
              NameCode.GENERATED_NAME_CLASH,
              "there are two " + kind + "s of the name " + name)
          .label(origin.map(o -> o + " makes " + name).orElse(name + " is declared here"))
          .related(
              first.span(),
              first.origin().map(o -> o + " makes " + name).orElse(name + " is declared here"))
          .help("give one of the two another name")
          .to(diagnostics);
    } else {
      Diagnostic.at(span, NameCode.DUPLICATE_NAME, kind + " " + name + " is declared twice")
          .label("declared again here")
          .related(first.span(), "first declared here")
          .help("rename one of the two, or take one away")
          .to(diagnostics);
    }
    return false;
  }

  boolean add(String name, Span span, T value) {
    return add(name, span, Optional.empty(), value);
  }

  Optional<T> find(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::value);
  }

  Optional<Span> place(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::span);
  }

  Collection<String> names() {
    return Collections.unmodifiableCollection(entries.keySet());
  }

  Collection<T> values() {
    return entries.values().stream().map(Entry::value).toList();
  }

  /** A sentence of help for a name that is not in the table. */
  String help(String unknown) {
    return help(unknown, entries.keySet(), kind);
  }

  /** Suggests the nearest name, or lists the names when there are few, or says that there is none. */
  static String help(String unknown, Collection<String> names, String kind) {
    Optional<String> nearest = DidYouMean.among(unknown, names);
    if (nearest.isPresent()) {
      return "did you mean " + nearest.get() + "?";
    }
    if (names.isEmpty()) {
      return "there is no " + kind;
    }
    int shown = 8;
    String list = String.join(", ", names.stream().sorted().limit(shown).toList());
    return "known " + kind + "s: " + list + (names.size() > shown ? ", …" : "");
  }
}
