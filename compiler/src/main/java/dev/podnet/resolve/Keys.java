package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.TunnelCode;
import dev.podnet.model.Node;
import dev.podnet.net.PublicKey;
import dev.podnet.source.Located;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The public keys of nodes, as podnet.keys has them: a line {@code NODE KEY} each, what {@code keys.sh} of a node prints.
 * Of several lines of a node the last counts, so that a new key can be added behind the old one.
 */
public final class Keys {

  /** No keys. */
  public static final Keys NONE = new Keys(Map.of());

  /** A node's line. */
  private record Entry(Span node, Located<PublicKey> key) {}

  private final Map<String, Entry> entries;

  private Keys(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** Reads the file; a line that is none of these is reported and left out. */
  public static Keys read(SourceFile file, Diagnostics diagnostics) {
    Map<String, Entry> entries = new TreeMap<>();
    int from = 0;
    String text = file.text();
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      end = end < 0 ? text.length() : end;
      line(file, from, end, diagnostics).forEach(entries::put);
      from = end + 1;
    }
    return new Keys(entries);
  }

  private static Map<String, Entry> line(
      SourceFile file, int from, int end, Diagnostics diagnostics) {
    String text = file.text();
    int comment = text.substring(from, end).indexOf('#');
    int last = comment < 0 ? end : from + comment;
    List<Span> words = new ArrayList<>();
    int at = from;
    while (at < last) {
      int begin = at;
      while (at < last && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at > begin) {
        words.add(new Span(file, begin, at));
      } else {
        at++;
      }
    }
    if (words.isEmpty()) {
      return Map.of();
    }
    String key = words.size() == 2 ? words.get(1).text() : "";
    if (!PublicKey.valid(key)) {
      Diagnostic.at(
              words.size() == 2 ? words.get(1) : words.get(0),
              TunnelCode.BAD_KEY_LINE,
              words.size() == 2
                  ? "this is no public key of WireGuard"
                  : "a line is NODE KEY, and this one has " + words.size()
                      + (words.size() == 1 ? " word" : " words"))
          .help("a key is 44 characters that end with =, as keys.sh of the node prints them")
          .to(diagnostics);
      return Map.of();
    }
    return Map.of(
        words.get(0).text(),
        new Entry(words.get(0), new Located<>(new PublicKey(key), words.get(1))));
  }

  /** The nodes with their keys; a key for nobody and one key for two are reported. */
  List<Node> give(List<Node> nodes, Diagnostics diagnostics) {
    Map<String, Node> byName = new TreeMap<>();
    nodes.forEach(n -> byName.put(n.name(), n));
    entries.forEach((name, entry) -> {
      if (!byName.containsKey(name)) {
        Diagnostic.at(
                entry.node(),
                TunnelCode.KEY_OF_NOBODY,
                "there is no node " + name + " with this key")
            .help(DidYouMean.among(name, byName.keySet())
                .map(n -> "did you mean '" + n + "'?")
                .orElse("take the line out"))
            .to(diagnostics);
      }
    });
    Map<PublicKey, Entry> owners = new HashMap<>();
    List<Node> given = new ArrayList<>();
    for (Node node : nodes) {
      Optional<Entry> entry = Optional.ofNullable(entries.get(node.name()));
      entry.ifPresent(e -> {
        Entry other = owners.putIfAbsent(e.key().value(), e);
        if (other != null) {
          Diagnostic.at(
                  e.key().span(),
                  TunnelCode.KEY_TWICE,
                  "node " + node.name() + " has the same public key as node "
                      + other.node().text())
              .related(other.key().span(), "the same key")
              .help("each host makes a key of its own: run keys.sh --new on one of them")
              .to(diagnostics);
        }
      });
      given.add(entry.map(e -> node.withPublicKey(e.key())).orElse(node));
    }
    return given;
  }
}
