package dev.podnet.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Composes documents into nodes with positions and nothing else: no object is ever constructed. The items of a List, of
 * which a dump of a cluster may have tens of thousands, are offered one by one as they are composed, so that they need
 * not all be held at once.
 */
final class StreamingComposer extends Composer {

  /** The size of a document, in code points: a dump of a large cluster fits; SnakeYAML's own limit is 3 MiB. */
  static final int MAX_CODE_POINTS = 64 * 1024 * 1024;

  /** How deep maps and lists may stand in each other. */
  static final int MAX_DEPTH = 100;

  /** How many aliases of maps and lists a document may have. */
  static final int MAX_ALIASES = 50;

  private final Predicate<Node> taker;
  private int depth;
  private String rootKey;

  /**
   * Makes a composer.
   *
   * @param events the text's; made by {@link #events}
   * @param taker is offered each item of a document's list {@code items} and says whether it has dealt with it
   */
  StreamingComposer(EventSource events, Predicate<Node> taker) {
    super(events, Scalars.resolver(), options());
    this.taker = taker;
  }

  /**
   * The events of a text.
   *
   * @param length how many characters it has
   */
  static EventSource events(StreamReader reader, int length) {
    return new EventSource(reader, options(), length);
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CODE_POINTS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setProcessComments(false);
    return options;
  }

  @Override
  public Node getNode() {
    depth = 0;
    rootKey = null;
    return super.getNode();
  }

  @Override
  protected Node composeKeyNode(MappingNode node) {
    if (depth != 1) {
      return super.composeKeyNode(node);
    }
    rootKey = null;
    Node key = super.composeKeyNode(node);
    rootKey = key instanceof ScalarNode scalar ? scalar.getValue() : null;
    return key;
  }

  @Override
  protected Node composeMappingNode(String anchor) {
    depth++;
    Node node = super.composeMappingNode(anchor);
    depth--;
    return node;
  }

  @Override
  protected Node composeSequenceNode(String anchor) {
    depth++;
    boolean items = depth == 2 && anchor == null && "items".equals(rootKey);
    Node node = items ? composeItems() : super.composeSequenceNode(anchor);
    depth--;
    return node;
  }

  private Node composeItems() {
    SequenceStartEvent start = (SequenceStartEvent) parser.getEvent();
    List<Node> kept = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      boolean alias = parser.checkEvent(Event.ID.Alias); // maybe of a node that is not complete yet
      Node item = composeValueNode(null);
      if (alias || !taker.test(item)) {
        kept.add(item);
      }
    }
    Event end = parser.getEvent();
    return new SequenceNode(
        Tag.SEQ, true, kept, start.getStartMark(), end.getEndMark(), start.getFlowStyle());
  }
}
