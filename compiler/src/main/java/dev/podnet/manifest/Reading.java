package dev.podnet.manifest;

import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What the readers of one file share: where things stand, what was found, which object is being read. */
final class Reading {

  private final SourceFile file;
  private final Positions positions;
  private Diagnostics found = new Diagnostics();
  private Diagnostic template;
  private String object = "";
  private boolean strict;
  private int base;

  Reading(SourceFile file, Positions positions) {
    this.file = file;
    this.positions = positions;
  }

  /** The file. */
  SourceFile file() {
    return file;
  }

  /** Findings so far; the one of a template, when there is one, instead of all others. */
  List<Diagnostic> found() {
    return template == null ? found.sorted() : List.of(template);
  }

  /** Whether the file turned out to be a template. */
  boolean isTemplate() {
    return template != null;
  }

  /** Says that the file is a template; only the first place counts. */
  void template(Span place, String message, String help) {
    if (template == null) {
      template = Diagnostic.at(place, ManifestCode.TEMPLATE, message).help(help).build();
    }
  }

  /** Collects findings apart until {@link #rejoin}, and gives what was collected before. */
  Diagnostics apart() {
    Diagnostics before = found;
    found = new Diagnostics();
    return before;
  }

  /** Goes on with the findings of before, together with those made since or without them. */
  void rejoin(Diagnostics before, boolean keep) {
    if (keep) {
      found.sorted().forEach(before::report);
    }
    found = before;
  }

  /** Sets the object that is being read, as messages name it, and whether its unknown and double keys are errors. */
  void begin(String name, boolean isStrict) {
    object = name;
    strict = isStrict;
  }

  /** The object that is being read, such as {@code Service web}. */
  String object() {
    return object;
  }

  /** Whether unknown and double keys of the object are errors. */
  boolean isStrict() {
    return strict;
  }

  /** Begins a finding about a place. */
  Finding at(Span place, Code code, String message) {
    return new Finding(Diagnostic.at(place, code, message), this);
  }

  /** Begins a finding about a node. */
  Finding at(Node node, Code code, String message) {
    return at(firstLine(span(node)), code, message);
  }

  /** A finding that grows. */
  record Finding(Diagnostic.Builder builder, Reading reading) {

    /** The way out. */
    Finding help(String text) {
      builder.help(text);
      return this;
    }

    /** The way out, if there is one to tell. */
    Finding help(Optional<String> text) {
      text.ifPresent(builder::help);
      return this;
    }

    /** Another severity than the code's own. */
    Finding severity(Severity other) {
      builder.severity(other);
      return this;
    }

    /** A second place. */
    Finding related(Span place, String text) {
      builder.related(place, text);
      return this;
    }

    /** Reports it. */
    void report() {
      builder.to(reading.found);
    }
  }

  /** Sets the code point of the file at which SnakeYAML begins to count. */
  void startAt(int codePoint) {
    base = codePoint;
  }

  /** The offset of a place that SnakeYAML counted in code points. */
  int offset(int codePoint) {
    return positions.offset(base + codePoint);
  }

  /** Where a node is written, without the white space and comments behind it. */
  Span span(Node node) {
    int start = offset(node.getStartMark().getIndex());
    return new Span(file, start, Math.max(start, end(node)));
  }

  private int end(Node node) {
    Node last = node;
    for (int depth = 0; depth < StreamingComposer.MAX_DEPTH; depth++) {
      if (last instanceof CollectionNode<?> collection
          && !collection.getValue().isEmpty()
          && collection.getFlowStyle() != DumperOptions.FlowStyle.FLOW) {
        Node next = lastChild(collection);
        if (next.getStartMark().getIndex() < last.getStartMark().getIndex()) {
          break; // an alias: its text is elsewhere
        }
        last = next;
      } else {
        break;
      }
    }
    int end = offset(last.getEndMark().getIndex());
    int start = offset(last.getStartMark().getIndex());
    String text = file.text();
    while (end > start && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return end;
  }

  private static Node lastChild(CollectionNode<?> collection) {
    if (collection instanceof MappingNode mapping) {
      List<NodeTuple> tuples = mapping.getValue();
      NodeTuple tuple = tuples.get(tuples.size() - 1);
      Node value = tuple.getValueNode();
      boolean alias =
          value.getStartMark().getIndex() < tuple.getKeyNode().getEndMark().getIndex();
      return alias ? tuple.getKeyNode() : value;
    }
    List<Node> children = ((SequenceNode) collection).getValue();
    return children.get(children.size() - 1);
  }

  /** The short place to point at for a whole map or list: its first key or item, on one line. */
  Span head(Node node) {
    Node first = node;
    for (int depth = 0; depth < StreamingComposer.MAX_DEPTH; depth++) {
      if (first instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
        first = mapping.getValue().get(0).getKeyNode();
      } else if (first instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
        first = sequence.getValue().get(0);
      } else {
        break;
      }
    }
    if (first != node && first.getStartMark().getIndex() < node.getStartMark().getIndex()) {
      first = node;
    }
    return firstLine(span(first));
  }

  private Span firstLine(Span span) {
    int newLine = file.text().indexOf('\n', span.start());
    return newLine < 0 || newLine >= span.end()
        ? span
        : new Span(file, span.start(), Math.max(span.start(), newLine));
  }
}
