package dev.podnet.manifest;

import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys of one map of a manifest. A key with nothing behind it counts as absent, as in Kubernetes. Merge keys are
 * resolved here: what a map says itself goes before what it merges.
 */
final class Fields {

  private static final int MAX_MERGES = 16;

  private final Reading reading;
  private final MappingNode node;
  private final Fields parent;
  private final String name;
  private final Span place;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

  private Fields(Reading reading, MappingNode node, Fields parent, String name, Span place) {
    this.reading = reading;
    this.node = node;
    this.parent = parent;
    this.name = name;
    this.place = place;
    collect();
  }

  /** The fields of a document or of an item of a List. */
  static Fields ofRoot(Reading reading, MappingNode node) {
    return new Fields(reading, node, null, "", reading.head(node));
  }

  private void collect() {
    List<Node> merges = new ArrayList<>(0);
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        notAKey(tuple.getKeyNode());
      } else if (Scalars.isPlain(key) && key.getValue().equals("<<")) {
        merges.add(tuple.getValueNode());
      } else {
        NodeTuple first = entries.put(key.getValue(), tuple);
        if (first != null) {
          duplicate(first.getKeyNode(), key);
        }
      }
    }
    for (Node merged : merges) {
      merge(merged, 0);
    }
  }

  private void duplicate(Node first, Node second) {
    boolean strict = reading.isStrict();
    String key = ((ScalarNode) second).getValue();
    reading
        .at(
            second,
            ManifestCode.DUPLICATE_KEY,
            "'" + Values.shown(key) + "' stands here a second time; only this one would count")
        .severity(strict ? Severity.ERROR : ManifestCode.DUPLICATE_KEY.severity())
        .related(reading.span(first), "first here")
        .help("put both together, or take one away")
        .report();
  }

  private void notAKey(Node key) {
    if (!Templates.reportFlow(reading, key)) {
      reading
          .at(key, ManifestCode.WRONG_SHAPE, "a key must be a text, not a map or a list")
          .report();
    }
  }

  private void merge(Node merged, int depth) {
    if (depth < MAX_MERGES && merged instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> merge(item, depth + 1));
    } else if (depth < MAX_MERGES && merged instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          if (Scalars.isPlain(key) && key.getValue().equals("<<")) {
            merge(tuple.getValueNode(), depth + 1);
          } else {
            entries.putIfAbsent(key.getValue(), tuple);
          }
        }
      }
    } else {
      String message = depth < MAX_MERGES
          ? "'<<' merges a map, or a list of maps; this is neither"
          : "maps merged into each other go too deep";
      reading.at(merged, ManifestCode.MERGE_KEY, message).report();
    }
  }

  /** What the readers of the file share. */
  Reading reading() {
    return reading;
  }

  /** A short place that stands for the map: the key it is the value of, or its own first key. */
  Span place() {
    return place;
  }

  /** Where the map is written. */
  Span span() {
    return reading.span(node);
  }

  /** Whether no key stands in the map, not even one with nothing behind it. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The path from the object to a key of this map, such as {@code spec.ports[0].port}. */
  String path(String key) {
    String own = parent == null || name.isEmpty() ? name : parent.path(name);
    return own.isEmpty() ? key : key.isEmpty() || key.startsWith("[") ? own + key : own + "." + key;
  }

  /** Whether a key stands in the map, maybe with nothing behind it. */
  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The place of a key; the map's own when it is absent. */
  Span keyPlace(String key) {
    NodeTuple tuple = entries.get(key);
    return tuple == null ? place : reading.span(tuple.getKeyNode());
  }

  /** The node of a key that has something behind it. */
  Optional<Node> node(String key) {
    NodeTuple tuple = entries.get(key);
    return tuple == null || Scalars.isNull(tuple.getValueNode())
        ? Optional.empty()
        : Optional.of(tuple.getValueNode());
  }

  /** All keys and what stands behind them, in the order written. */
  Collection<NodeTuple> tuples() {
    return entries.values();
  }

  /** Reports a key that must be there. */
  void missing(String key) {
    missing(key, "write '" + key + "' into it");
  }

  /** Reports a key that must be there, with a way out. */
  void missing(String key, String help) {
    reading
        .at(place, ManifestCode.MISSING_FIELD, reading.object() + " has no " + path(key))
        .help(help)
        .report();
  }

  /** The map behind a key. */
  Optional<Fields> map(String key) {
    return node(key).flatMap(value -> map(key, value, keyPlace(key)));
  }

  /** The map behind a key; absent when the key is, empty when nothing stands behind it. */
  Optional<Fields> mapOrEmpty(String key) {
    if (has(key) && node(key).isEmpty()) {
      Node nothing = entries.get(key).getValueNode();
      MappingNode empty = new MappingNode(
          Tag.MAP,
          true,
          new ArrayList<>(),
          nothing.getStartMark(),
          nothing.getEndMark(),
          DumperOptions.FlowStyle.FLOW);
      return Optional.of(new Fields(reading, empty, this, key, keyPlace(key)));
    }
    return map(key);
  }

  private Optional<Fields> map(String key, Node value, Span where) {
    if (value instanceof MappingNode mapping && !Templates.reportFlow(reading, mapping)) {
      return Optional.of(new Fields(reading, mapping, this, key, where));
    }
    wrongShape(key, value, "a map");
    return Optional.empty();
  }

  /** The items of the list behind a key; none when the key is absent. */
  List<Node> list(String key) {
    Optional<Node> value = node(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    wrongShape(key, value.get(), "a list");
    return List.of();
  }

  /** The maps of the list behind a key, without those items that are none, which are reported. */
  List<Fields> maps(String key) {
    List<Node> items = list(key);
    List<Fields> maps = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      item(key, i, items.get(i)).ifPresent(maps::add);
    }
    return maps;
  }

  /** The map that an item of the list behind a key is; anything else is reported. */
  Optional<Fields> item(String key, int index, Node item) {
    return map(key + "[" + index + "]", item, reading.head(item));
  }

  /** Reports a value of the wrong shape. */
  void wrongShape(String key, Node value, String wanted) {
    if (Templates.report(reading, value)) {
      return;
    }
    String is = value instanceof MappingNode
        ? "a map"
        : value instanceof SequenceNode
            ? "a list"
            : Scalars.isNull(value) ? "nothing" : "a single value";
    reading
        .at(value, ManifestCode.WRONG_SHAPE, path(key) + " must be " + wanted + ", not " + is)
        .help(
            wanted.equals("a list")
                ? "put '- ' before each item"
                : wanted.equals("a map") ? "write it as 'key: value' lines" : "write one value")
        .report();
  }

  /** Reports every key that is not among those a map may have. */
  void only(Map<String, String> hints, List<String> known) {
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      String key = entry.getKey();
      if (known.contains(key)) {
        continue;
      }
      String where = path("").isEmpty() ? "a network policy" : path("");
      Optional<String> near = DidYouMean.among(key, known).map(n -> "did you mean '" + n + "'?");
      String hint = hints.get(key);
      reading
          .at(
              entry.getValue().getKeyNode(),
              ManifestCode.POLICY_KEY,
              where + " has no key '" + key + "'")
          .help(hint != null ? hint : near.orElse("what belongs here: " + String.join(", ", known)))
          .report();
    }
  }
}
