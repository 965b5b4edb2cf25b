package dev.podnet.manifest;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.DidYouMean;
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
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Takes the objects of one file out of its documents: finds what each is, unpacks Lists, counts what is skipped. */
final class ObjectReader {

  /** How many objects a file may hold, skipped ones included. */
  static final int MAX_OBJECTS = 200_000;

  private static final int MAX_LISTS = 4;

  /** The kind whose unknown and double keys are errors. */
  private static final String STRICT = "NetworkPolicy";

  private final Reading reading;
  private final boolean mayBeTemplate;
  private List<KubeObject> objects = new ArrayList<>();
  private SortedMap<String, Integer> skipped = new TreeMap<>();
  private int count;

  ObjectReader(Reading reading) {
    this.reading = reading;
    this.mayBeTemplate = Templates.hasMark(reading.file().text());
  }

  /** What was found so far. */
  List<KubeObject> objects() {
    return objects;
  }

  /** What was skipped so far. */
  SortedMap<String, Integer> skipped() {
    return skipped;
  }

  /** What an object is: the two fields that say so, each maybe absent. */
  record Identity(Optional<Located<String>> apiVersion, Optional<Located<String>> kind) {

    /** Nothing known. */
    static final Identity NONE = new Identity(Optional.empty(), Optional.empty());

    boolean isComplete() {
      return apiVersion.isPresent() && kind.isPresent();
    }
  }

  /** Reads a document. */
  void document(Node root) {
    if (Scalars.isNull(root) || Templates.reportFlow(reading, root)) {
      return;
    }
    if (!(root instanceof MappingNode mapping)) {
      noObject(root);
      return;
    }
    object(mapping, Identity.NONE, 0);
  }

  /** What a map says it is, without looking at anything else in it. */
  static Identity peek(Node node) {
    return new Identity(word(node, "apiVersion"), word(node, "kind"));
  }

  private static Optional<Located<String>> word(Node node, String key) {
    return child(node, key)
        .filter(value -> value instanceof ScalarNode && !Scalars.isNull(value))
        .map(value -> new Located<>(((ScalarNode) value).getValue(), null));
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
    boolean strict = peek(node)
        .kind()
        .or(inherited::kind)
        .filter(k -> k.value().equals(STRICT))
        .isPresent();
    reading.begin("the object", strict);
    Fields fields = Fields.ofRoot(reading, node);
    Optional<Located<String>> kind = Values.text(fields, "kind");
    Optional<Located<String>> apiVersion = Values.text(fields, "apiVersion");
    if (fields.node("kind").isPresent() && kind.isEmpty()
        || fields.node("apiVersion").isPresent() && apiVersion.isEmpty()) {
      return; // reported
    }
    kind = kind.or(inherited::kind);
    apiVersion = apiVersion.or(inherited::apiVersion);
    if (kind.isEmpty() || apiVersion.isEmpty()) {
      incomplete(fields, kind, apiVersion);
    } else if (isList(fields, kind.get().value())) {
      list(fields, new Identity(apiVersion, kind), lists);
    } else {
      single(node, fields, apiVersion.get(), kind.get());
    }
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

  private void incomplete(
      Fields fields, Optional<Located<String>> kind, Optional<Located<String>> apiVersion) {
    if (kind.isEmpty() && apiVersion.isEmpty() && !fields.has("kind")) {
      noObject(fields);
      return;
    }
    String missing = kind.isEmpty() ? "kind" : "apiVersion";
    Optional<String> version = kind.map(Located::value)
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

  private void noObject(Node root) {
    reading
        .at(root, ManifestCode.NO_OBJECT, "this document is no Kubernetes object; it is skipped")
        .help("a Kubernetes object is a map with apiVersion and kind at its top")
        .report();
  }

  private void noObject(Fields fields) {
    reading
        .at(
            fields.place(),
            ManifestCode.NO_OBJECT,
            "this document is no Kubernetes object; it is skipped")
        .help("a Kubernetes object has apiVersion and kind at its top")
        .report();
  }

  private static boolean isList(Fields fields, String kind) {
    return kind.endsWith("List") && fields.has("items");
  }

  private void list(Fields fields, Identity list, int lists) {
    if (lists >= MAX_LISTS) {
      reading
          .at(fields.place(), ManifestCode.LIMIT, "Lists stand in each other too deeply")
          .help("put the items into one List")
          .report();
      return;
    }
    Identity inherited = itemsOf(list);
    List<Node> items = fields.list("items");
    for (int i = 0; i < items.size(); i++) {
      Node item = items.get(i);
      if (item instanceof MappingNode mapping && !Templates.reportFlow(reading, item)) {
        object(mapping, inherited, lists + 1);
      } else if (!reading.isTemplate()) {
        reading.begin("the List", false);
        fields.wrongShape("items[" + i + "]", item, "a map");
      }
    }
  }

  /** What the items of a list are: a PodList holds Pods, a List says nothing of its items. */
  static Identity itemsOf(Identity list) {
    String kind = list.kind().map(Located::value).orElse("List");
    Optional<Located<String>> item = kind.equals("List") || !kind.endsWith("List")
        ? Optional.empty()
        : list.kind().map(k -> k.with(kind.substring(0, kind.length() - "List".length())));
    return item.isEmpty() ? Identity.NONE : new Identity(list.apiVersion(), item);
  }

  private void single(
      MappingNode node, Fields fields, Located<String> apiVersion, Located<String> kind) {
    Optional<Kinds.Reader> reader = Kinds.reader(apiVersion.value(), kind.value());
    if (reader.isEmpty()) {
      if (!isMisspelt(fields, apiVersion, kind)) {
        skipped.merge(apiVersion.value() + "/" + kind.value(), 1, Integer::sum);
      }
      return;
    }
    reading.begin(title(kind.value(), node), reading.isStrict());
    if (!mayBeTemplate || !Templates.reportWithin(reading, node)) {
      reader.get().apply(fields).ifPresent(objects::add);
    }
  }

  private static String title(String kind, MappingNode object) {
    return child(object, "metadata")
        .flatMap(metadata -> child(metadata, "name"))
        .map(name -> name instanceof ScalarNode s ? kind + " " + Values.shown(s.getValue()) : kind)
        .orElse(kind);
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

  private boolean isMisspelt(Fields fields, Located<String> apiVersion, Located<String> kind) {
    if (Templates.report(reading, apiVersion) || Templates.report(reading, kind)) {
      return true;
    }
    boolean ownGroup = Kinds.isOwnGroup(apiVersion.value());
    var versions = Kinds.versions(kind.value());
    String message = "Kubernetes has no " + kind.value() + " in " + apiVersion.value();
    Span place = fields.has("kind") ? kind.span() : fields.place();
    if (!versions.isEmpty()
        && (ownGroup || !apiVersion.value().contains(".") && !apiVersion.value().contains("/"))) {
      reading
          .at(
              fields.has("apiVersion") ? apiVersion.span() : place,
              ManifestCode.UNKNOWN_KIND,
              message)
          .help("write apiVersion: " + versions.iterator().next())
          .report();
      return true;
    }
    Optional<String> near = ownGroup
        ? DidYouMean.among(kind.value(), Kinds.candidates(kind.value()))
        : Optional.empty();
    near.ifPresent(other -> reading
        .at(place, ManifestCode.UNKNOWN_KIND, message)
        .help("did you mean " + other + "?")
        .report());
    return near.isPresent();
  }

  /** Puts what follows aside until {@link Aside#end}, because it is not known yet whether it counts. */
  Aside aside() {
    return new Aside(this);
  }

  /** What was read on trial. */
  static final class Aside {
    private final ObjectReader reader;
    private final List<KubeObject> objects;
    private final SortedMap<String, Integer> skipped;
    private final Diagnostics found;

    private Aside(ObjectReader reader) {
      this.reader = reader;
      this.objects = reader.objects;
      this.skipped = reader.skipped;
      this.found = reader.reading.apart();
      reader.objects = new ArrayList<>();
      reader.skipped = new TreeMap<>();
    }

    /** Keeps it or drops it. */
    void end(boolean keep) {
      if (keep) {
        objects.addAll(reader.objects);
        reader.skipped.forEach((kind, number) -> skipped.merge(kind, number, Integer::sum));
      }
      reader.objects = objects;
      reader.skipped = skipped;
      reader.reading.rejoin(found, keep);
    }
  }
}
