package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads maps of labels and annotations (Kubernetes, "Labels and Selectors": syntax and character set). */
final class LabelText {

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final int LONGEST = 63;

  private LabelText() {}

  /** The labels behind a key. */
  static LabelMap labels(Fields fields, String key) {
    return fields.map(key).map(map -> entries(map, true)).orElse(LabelMap.EMPTY);
  }

  /** The annotations behind a key, whose values may be any text. */
  static LabelMap annotations(Fields fields, String key) {
    return fields.map(key).map(map -> entries(map, false)).orElse(LabelMap.EMPTY);
  }

  private static LabelMap entries(Fields map, boolean areLabels) {
    List<LabelMap.Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : map.tuples()) {
      ScalarNode keyNode = (ScalarNode) tuple.getKeyNode();
      if (!areLabels && keyNode.getValue().equals(LAST_APPLIED)) {
        continue;
      }
      Optional<Located<String>> key = key(map, keyNode, areLabels);
      Optional<Located<String>> value =
          value(map, keyNode.getValue(), tuple.getValueNode(), areLabels);
      if (key.isPresent() && value.isPresent()) {
        entries.add(new LabelMap.Entry(key.get(), value.get()));
      }
    }
    return entries.isEmpty() ? LabelMap.EMPTY : new LabelMap(entries);
  }

  private static Optional<Located<String>> key(Fields map, ScalarNode node, boolean isLabel) {
    Located<String> key = new Located<>(node.getValue(), map.reading().span(node));
    Scalars.Type type = Scalars.type(node);
    if (type != Scalars.Type.TEXT && !node.getValue().isEmpty()) {
      map.reading()
          .at(
              node,
              ManifestCode.NOT_A_STRING,
              "the key " + node.getValue() + " without quotes is " + type.words())
          .help("quote it: \"" + node.getValue() + "\"")
          .report();
      return Optional.empty();
    }
    return !isLabel || checkKey(map, key) ? Optional.of(key) : Optional.empty();
  }

  private static Optional<Located<String>> value(
      Fields map, String key, Node node, boolean isLabel) {
    if (Scalars.isNull(node)) {
      return Optional.of(new Located<>("", map.reading().span(node)));
    }
    return Values.text(map, key, node).filter(text -> !isLabel || checkValue(map, text));
  }

  /** Reports a label key of a wrong form; says whether it is right. */
  static boolean checkKey(Fields fields, Located<String> key) {
    String text = key.value();
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    boolean right = !name.isEmpty()
        && isWord(name)
        && (slash < 0 || Names.SUBDOMAIN.allows(text.substring(0, slash)));
    if (!right) {
      String message = "'" + Values.shown(text) + "' is no label key: at most " + LONGEST
          + " letters, digits, '-', '_' and '.', a letter or digit first and last; before it"
          + " maybe a DNS name and '/'";
      report(fields, key, message);
    }
    return right;
  }

  /** Reports a label value of a wrong form; says whether it is right. */
  static boolean checkValue(Fields fields, Located<String> value) {
    boolean right = isWord(value.value());
    if (!right) {
      String message = value.value().length() > LONGEST
          ? "a label value has at most " + LONGEST + " characters, this has "
              + value.value().length()
          : "'" + Values.shown(value.value()) + "' is no label value: letters, digits, '-', '_'"
              + " and '.', a letter or digit first and last";
      report(fields, value, message);
    }
    return right;
  }

  private static void report(Fields fields, Located<String> text, String message) {
    Reading reading = fields.reading();
    if (!Templates.report(reading, text)) {
      reading
          .at(text.span(), ManifestCode.INVALID_LABEL, message)
          .help("what is longer or has other characters belongs into an annotation")
          .report();
    }
  }

  private static boolean isWord(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alnum = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      boolean inner = i > 0 && i < text.length() - 1 && (c == '-' || c == '_' || c == '.');
      if (!alnum && !inner) {
        return false;
      }
    }
    return true;
  }
}
