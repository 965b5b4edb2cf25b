package dev.podnet.manifest;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What an object is: the two fields that say so, each maybe absent. */
record Identity(Optional<String> apiVersion, Optional<String> kind) {

  /** Nothing known. */
  static final Identity NONE = new Identity(Optional.empty(), Optional.empty());

  private static final String LIST = "List";

  /** What a map says it is, without looking at anything else in it. */
  static Identity of(Node node) {
    return new Identity(word(node, "apiVersion"), word(node, "kind"));
  }

  private static Optional<String> word(Node node, String key) {
    return child(node, key)
        .filter(value -> value instanceof ScalarNode && !Scalars.isNull(value))
        .map(value -> ((ScalarNode) value).getValue());
  }

  private static Optional<Node> child(Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key)) {
          return Optional.of(tuple.getValueNode());
        }
      }
    }
    return Optional.empty();
  }

  /** How messages name an object: {@code Service web}, or its kind alone when it has no name. */
  static String title(String kind, Node object) {
    return child(object, "metadata")
        .flatMap(metadata -> word(metadata, "name"))
        .map(name -> kind + " " + Values.shown(name))
        .orElse(kind);
  }

  /** Whether both fields are there. */
  boolean isComplete() {
    return apiVersion.isPresent() && kind.isPresent();
  }

  /** Whether it is a List of whatever kind. */
  boolean isList() {
    return kind.filter(k -> k.endsWith(LIST)).isPresent();
  }

  /** What the items of a List are when they do not say so: those of a PodList are Pods. */
  Identity ofItems() {
    Optional<String> item = kind.filter(k -> k.endsWith(LIST) && !k.equals(LIST))
        .map(k -> k.substring(0, k.length() - LIST.length()));
    return item.isEmpty() ? NONE : new Identity(apiVersion, item);
  }
}
