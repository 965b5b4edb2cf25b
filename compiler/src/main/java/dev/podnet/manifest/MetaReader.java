package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the {@code metadata} of an object. */
final class MetaReader {

  private MetaReader() {}

  /**
   * Reads it; empty, with a finding, when the object has no usable name.
   *
   * @param object the object
   * @param form the form its name must have
   * @param namespaced whether objects of its kind are in a namespace
   */
  static Optional<ObjectMeta> read(Fields object, Names form, boolean namespaced) {
    Optional<Fields> metadata = object.map("metadata");
    if (metadata.isEmpty()) {
      if (object.node("metadata").isEmpty()) {
        object.missing("metadata", "write 'metadata:' and a name into it");
      }
      return Optional.empty();
    }
    Fields meta = metadata.get();
    Optional<Located<String>> name = Values.text(meta, "name");
    if (name.isEmpty()) {
      if (meta.node("name").filter(n -> !isEmptyText(n)).isEmpty()) {
        meta.missing(
            "name",
            meta.has("generateName")
                ? "a name that the API server would generate is not known here: give it one"
                : "give it a name");
      }
      return Optional.empty();
    }
    boolean good = form.check(meta, "name", name.get());
    Optional<Located<String>> namespace =
        namespaced ? Names.LABEL.read(meta, "namespace") : Optional.empty();
    LabelMap labels = LabelText.labels(meta, "labels");
    LabelMap annotations = LabelText.annotations(meta, "annotations");
    List<ObjectMeta.Owner> owners = owners(meta);
    return good
        ? Optional.of(new ObjectMeta(
            name.get(),
            namespace,
            labels,
            annotations,
            owners,
            meta.node("deletionTimestamp").map(object.reading()::span)))
        : Optional.empty();
  }

  private static boolean isEmptyText(Node node) {
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
  }

  private static List<ObjectMeta.Owner> owners(Fields meta) {
    List<ObjectMeta.Owner> owners = new ArrayList<>(1);
    for (Fields owner : meta.maps("ownerReferences")) {
      Optional<Located<String>> kind = Values.text(owner, "kind");
      Optional<Located<String>> name = Values.text(owner, "name");
      if (kind.isPresent() && name.isPresent()) {
        owners.add(new ObjectMeta.Owner(
            owner.span(),
            kind.get().value(),
            name.get().value(),
            Values.isOn(owner, "controller")));
      }
    }
    return owners;
  }

  /** Warns of an annotation that isolated a namespace in Kubernetes 1.2 to 1.6 and does nothing today. */
  static void warnOfDeadAnnotation(Reading reading, ObjectMeta meta) {
    for (LabelMap.Entry entry : meta.annotations().entries()) {
      if (entry.key().value().equals("net.beta.kubernetes.io/network-policy")) {
        reading
            .at(
                entry.key().span(),
                ManifestCode.DEAD_ANNOTATION,
                "this annotation has no effect: it does not isolate the namespace's pods")
            .help("write a NetworkPolicy with an empty podSelector and policyTypes [Ingress]")
            .report();
      }
    }
  }
}
