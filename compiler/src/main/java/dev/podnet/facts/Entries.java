package dev.podnet.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of a file, as they are read. */
final class Entries {

  private final List<Entry> entries = new ArrayList<>();
  private int number;
  private String about = "";

  /** Which line comes next, from 1. */
  void at(int line) {
    number = line;
  }

  /** The comment that holds from here on. */
  void about(String comment) {
    about = comment;
  }

  void add(FactKind kind, String key, String text) {
    add(kind, key, text, Optional.empty());
  }

  void add(FactKind kind, String key, String text, Optional<String> peer) {
    entries.add(new Entry(number, kind, key, text, about, peer));
  }

  List<Entry> all() {
    return entries;
  }

  /** Lines of one kind, key and peer put together. */
  List<Fact> facts() {
    Map<Group, List<Entry>> groups = new LinkedHashMap<>();
    for (Entry entry : entries) {
      groups
          .computeIfAbsent(
              new Group(entry.kind(), entry.key(), entry.peer()), k -> new ArrayList<>(1))
          .add(entry);
    }
    List<Fact> facts = new ArrayList<>(groups.size());
    groups.forEach((group, lines) -> facts.add(new Fact(
        group.kind(),
        group.key(),
        lines.stream().map(Entry::text).filter(t -> !t.isEmpty()).toList(),
        lines.get(0).about(),
        group.peer(),
        lines.get(0).number())));
    return facts;
  }

  private record Group(FactKind kind, String key, Optional<String> peer) {}
}
