package dev.podnet.manifest;

import dev.podnet.source.Located;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Tells manifests from templates of manifests: files whose values are still to be filled in by Helm, Jinja, envsubst and
 * the like. Some of them are YAML as they stand and must be refused all the same.
 *
 * <p>A container's command, its arguments and environment, and annotations may hold such marks and mean them.
 */
final class Templates {

  private static final Set<String> FREE = Set.of(
      "annotations", "args", "command", "data", "env", "stringData", "status", "managedFields");
  private static final String[][] MARKS = {{"{{", "}}"}, {"${", "}"}, {"{%", "%}"}, {"<%", "%>"}};
  private static final Pattern LINE = Pattern.compile("^\\s*(- )?\\s*(\\{\\{|\\{%|<%)");
  private static final Pattern NAMED =
      Pattern.compile("<[A-Za-z][A-Za-z0-9 _.-]{0,60}>|\\$\\([A-Za-z_]{1,60}\\)");
  private static final Pattern SHOUTED = Pattern.compile("_*[A-Z0-9]+(_+[A-Z0-9]+)+_*");

  private Templates() {}

  /** Whether a text holds a mark that a template engine would replace. */
  static boolean looksLikeTemplate(String text) {
    for (String[] mark : MARKS) {
      int open = text.indexOf(mark[0]);
      if (open >= 0 && text.indexOf(mark[1], open) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether a text stands for a value that was never filled in, such as {@code $(NAMESPACE)}. */
  private static boolean looksLikePlaceholder(String text) {
    return looksLikeTemplate(text) || NAMED.matcher(text).find();
  }

  /**
   * Reports a file as a template when YAML gave up at a line of one, or at any line of a file that has lines such as
   * {@code {{- if .Values.x }}}, which no manifest has.
   *
   * @param line from 1
   */
  static boolean reportLines(Reading reading, int line) {
    SourceFile file = reading.file();
    for (int i = Math.max(1, line - 2); i <= Math.min(file.lineCount(), line + 1); i++) {
      if (reportLine(reading, i, looksLikeTemplate(file.lineText(i)))) {
        return true;
      }
    }
    if (looksLikeTemplate(file.text())) {
      for (int i = 1; i <= file.lineCount(); i++) {
        boolean indented = file.lineText(i).startsWith(" ");
        if (!indented && reportLine(reading, i, false)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean reportLine(Reading reading, int line, boolean marked) {
    SourceFile file = reading.file();
    String text = file.lineText(line);
    String content = text.strip();
    if (content.startsWith("#") || !marked && !LINE.matcher(text).find()) {
      return false;
    }
    int start = file.offset(line, 1) + text.indexOf(content);
    report(reading, new Span(file, start, start + content.length()), content);
    return true;
  }

  /** Reports a file as a template when a value that could not be read says so. */
  static boolean report(Reading reading, Node node) {
    if (node instanceof ScalarNode scalar) {
      return report(reading, new Located<>(scalar.getValue(), reading.span(scalar)));
    }
    return reportFlow(reading, node);
  }

  /** Reports a file as a template when a value that could not be read says so. */
  static boolean report(Reading reading, Located<String> value) {
    if (!looksLikePlaceholder(value.value())) {
      return false;
    }
    report(reading, value.span(), value.value());
    return true;
  }

  /** The same for a number or an address, for which {@code CLUSTER_DNS_IP} can only be a placeholder too. */
  static boolean reportNumber(Reading reading, Located<String> value) {
    String text = value.value();
    if (text.length() <= 100
        && SHOUTED.matcher(text).matches()
        && text.chars().anyMatch(Character::isLetter)) {
      report(reading, value.span(), text);
      return true;
    }
    return report(reading, value);
  }

  /** Reports a file as a template when a map is one only because a placeholder in double braces is one to YAML. */
  static boolean reportFlow(Reading reading, Node node) {
    int start = reading.offset(node.getStartMark().getIndex());
    String text = reading.file().text();
    if (!(node instanceof MappingNode) || !text.startsWith("{{", start)) {
      boolean inner = node instanceof MappingNode && start > 0 && text.startsWith("{{", start - 1);
      if (!inner) {
        return false;
      }
      start--;
    }
    int end = text.indexOf("}}", start);
    int stop = end < 0 ? start + 2 : end + 2;
    Span span = new Span(reading.file(), start, stop);
    report(reading, span, span.text());
    return true;
  }

  /** Says that a file is a template. */
  static void report(Reading reading, Span span, String text) {
    reading.template(
        span,
        "this file is a template, not a manifest: '" + Values.shown(text)
            + "' is still to be filled in",
        "fill it in first (for a Helm chart: helm template) and give podnet the result");
  }

  /** Looks through an object for marks outside the places that may have them. */
  static boolean reportWithin(Reading reading, Node root) {
    return within(reading, root, false, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static boolean within(Reading reading, Node node, boolean free, Set<Node> seen) {
    if (node instanceof ScalarNode scalar) {
      if (!free && looksLikeTemplate(scalar.getValue())) {
        report(reading, reading.span(scalar), scalar.getValue());
        return true;
      }
      return false;
    }
    if (!seen.add(node)) {
      return false;
    }
    if (reportFlow(reading, node)) {
      return true;
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream().anyMatch(item -> within(reading, item, free, seen));
    }
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      Node key = tuple.getKeyNode();
      boolean inside = free || key instanceof ScalarNode s && FREE.contains(s.getValue());
      if (within(reading, key, free, seen) || within(reading, tuple.getValueNode(), inside, seen)) {
        return true;
      }
    }
    return false;
  }
}
