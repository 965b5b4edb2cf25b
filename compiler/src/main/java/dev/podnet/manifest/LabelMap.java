package dev.podnet.manifest;

import dev.podnet.source.Located;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A map of strings: labels, annotations, an equality selector. Each key stands in it once.
 *
 * @param entries its pairs in the order written
 */
public record LabelMap(List<Entry> entries) {

  /** The map without entries. */
  public static final LabelMap EMPTY = new LabelMap(List.of());

  /** Copies the list. */
  public LabelMap {
    entries = List.copyOf(entries);
  }

  /** A pair. */
  public record Entry(Located<String> key, Located<String> value) {}

  /** Whether nothing is in it. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The value of a key, with its place. */
  public Optional<Located<String>> get(String key) {
    for (Entry entry : entries) {
      if (entry.key().value().equals(key)) {
        return Optional.of(entry.value());
      }
    }
    return Optional.empty();
  }

  /** The pairs without their places, in the order of the keys. */
  public SortedMap<String, String> toMap() {
    SortedMap<String, String> map = new TreeMap<>();
    for (Entry entry : entries) {
      map.put(entry.key().value(), entry.value().value());
    }
    return Collections.unmodifiableSortedMap(map);
  }
}
