package dev.podnet.manifest;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Takes the objects of one file out of its documents: finds what each is, unpacks Lists, counts what is skipped. */
final class ObjectReader {

  /** How many objects a file may hold, skipped ones included. */
  static final int MAX_OBJECTS = 200_000;

  private static final int MAX_LISTS = 4;

  /** The kind whose unknown and double keys are errors. */
  private static final String STRICT = "NetworkPolicy";

  private final Reading reading;
  private Boolean mayBeTemplate;
  private Harvest harvest = new Harvest();
  private int count;

  /** What was read. */
  private static final class Harvest {
    private final List<KubeObject> objects = new ArrayList<>();
    private final SortedMap<String, Integer> skipped = new TreeMap<>();
  }

  /** What was read before a trial began. */
  record Aside(Harvest harvest, Diagnostics found) {}

  ObjectReader(Reading reading) {
    this.reading = reading;
  }

  /** Whether the file holds what a template engine would replace: asked while the rest of a long file is being parsed. */
  private boolean mayBeTemplate() {
    if (mayBeTemplate == null) {
      mayBeTemplate = Templates.looksLikeTemplate(reading.file().text());
    }
    return mayBeTemplate;
  }

  /** What was read so far. */
  List<KubeObject> objects() {
    return harvest.objects;
  }

  /** What was skipped so far. */
  SortedMap<String, Integer> skipped() {
    return harvest.skipped;
  }

  /** Reads on trial what follows until {@link #end}, because it is not known yet whether it counts. */
  Aside begin() {
    Aside before = new Aside(harvest, reading.apart());
    harvest = new Harvest();
    return before;
  }

  /** Ends a trial: what was read since counts or does not. */
  void end(Aside before, boolean counts) {
    if (counts) {
      before.harvest.objects.addAll(harvest.objects);
      harvest.skipped.forEach((kind, n) -> before.harvest.skipped.merge(kind, n, Integer::sum));
    }
    harvest = before.harvest;
    reading.rejoin(before.found, counts);
  }

  /** Reads a document. */
  void document(Node root) {
    if (Scalars.isNull(root) || Templates.reportFlow(reading, root)) {
      return;
    }
    if (root instanceof MappingNode mapping) {
      object(mapping, Identity.NONE, 0);
    } else {
      noObject(reading.head(root));
    }
  }

  /**
   * Reads an object or the objects of a List.
   *
   * @param node its map
   * @param inherited what it is when it does not say so itself, as an item of a PodList
   * @param lists how many Lists it stands in
   */
  void object(MappingNode node, Identity inherited, int lists) {
    if (reading.isTemplate() || !mayCount(node)) {
      return;
    }
    Optional<String> peeked = Identity.of(node).kind().or(inherited::kind);
    reading.begin("the object", peeked.filter(STRICT::equals).isPresent());
    Fields fields = Fields.ofRoot(reading, node);
    Optional<String> ownKind = Values.text(fields, "kind").map(Located::value);
    Optional<String> ownVersion = Values.text(fields, "apiVersion").map(Located::value);
    if (isUnreadable(fields, "kind") || isUnreadable(fields, "apiVersion")) {
      return; // it was reported
    }
    Identity identity =
        new Identity(ownVersion.or(inherited::apiVersion), ownKind.or(inherited::kind));
    if (!identity.isComplete()) {
      incomplete(node, fields, identity);
    } else if (identity.isList() && fields.has("items")) {
      list(fields, identity, lists);
    } else {
      single(node, fields, identity.apiVersion().get(), identity.kind().get());
    }
  }

  private static boolean isUnreadable(Fields fields, String key) {
    return fields
        .node(key)
        .filter(n -> !(n instanceof ScalarNode s) || Scalars.type(s) != Scalars.Type.TEXT)
        .isPresent();
  }

  private boolean mayCount(Node node) {
    count++;
    if (count == MAX_OBJECTS + 1) {
      reading
          .at(
              node,
              ManifestCode.LIMIT,
              "this file has more than " + MAX_OBJECTS + " objects; the rest is not read")
          .help("split the file")
          .report();
    }
    return count <= MAX_OBJECTS;
  }

  private void incomplete(MappingNode node, Fields fields, Identity identity) {
    if (identity.kind().isEmpty() && identity.apiVersion().isEmpty() && !fields.has("kind")) {
      noObject(fields.place());
      return;
    }
    if (mayBeTemplate() && Templates.reportWithin(reading, node)) {
      return;
    }
    String missing = identity.kind().isEmpty() ? "kind" : "apiVersion";
    Optional<String> version = identity
        .kind()
        .flatMap(k -> Kinds.versions(k).stream().findFirst())
        .map(v -> "write apiVersion: " + v);
    reading
        .at(
            fields.place(),
            ManifestCode.NO_KIND,
            "this object has no " + missing + ", so nobody knows what it is")
        .help(version.orElse("write apiVersion and kind at its top"))
        .report();
  }

  private void noObject(Span place) {
    reading
        .at(place, ManifestCode.NO_OBJECT, "this document is no Kubernetes object; it is skipped")
        .help("a Kubernetes object is a map with apiVersion and kind at its top")
        .report();
  }

  private void list(Fields fields, Identity list, int lists) {
    if (lists >= MAX_LISTS) {
      reading
          .at(fields.place(), ManifestCode.LIMIT, "Lists stand in each other too deeply")
          .help("put the items into one List")
          .report();
      return;
    }
    List<Node> items = fields.list("items");
    for (int i = 0; i < items.size() && !reading.isTemplate(); i++) {
      Node item = items.get(i);
      if (item instanceof MappingNode mapping && !Templates.reportFlow(reading, item)) {
        object(mapping, list.ofItems(), lists + 1);
      } else {
        reading.begin("the List", false);
        fields.wrongShape("items[" + i + "]", item, "a map");
      }
    }
  }

  private void single(MappingNode node, Fields fields, String apiVersion, String kind) {
    Optional<Kinds.Reader> reader = Kinds.reader(apiVersion, kind);
    if (reader.isEmpty()) {
      boolean template =
          Templates.looksLikeTemplate(kind) || Templates.looksLikeTemplate(apiVersion);
      if (template) {
        Templates.reportWithin(reading, node);
      } else if (!UnknownKinds.report(fields, apiVersion, kind)) {
        skipped().merge(apiVersion + "/" + kind, 1, Integer::sum);
      }
      return;
    }
    reading.begin(Identity.title(kind, node), reading.isStrict());
    if (!mayBeTemplate() || !Templates.reportWithin(reading, node)) {
      reader.get().apply(fields).ifPresent(objects()::add);
    }
  }
}
