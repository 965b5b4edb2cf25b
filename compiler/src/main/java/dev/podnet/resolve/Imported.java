package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.manifest.KubeObject;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.manifest.NamespaceObject;
import dev.podnet.model.ObjectRef;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of all manifests, each once, sorted by place. The same object twice is a note when both say the same and
 * an error when they do not; a Namespace may be given as often as one likes.
 */
final class Imported {

  private final List<KubeObject> objects = new ArrayList<>();
  private final String defaultNamespace;

  private Imported(String defaultNamespace) {
    this.defaultNamespace = defaultNamespace;
  }

  private record Key(String kind, ObjectRef ref) {}

  static Imported of(List<ManifestFile> files, String defaultNamespace, Diagnostics diagnostics) {
    Imported imported = new Imported(defaultNamespace);
    List<KubeObject> all = files.stream()
        .flatMap(f -> f.objects().stream())
        .sorted(Comparator.comparing(KubeObject::span))
        .toList();
    Map<Key, KubeObject> seen = new HashMap<>();
    for (KubeObject object : all) {
      KubeObject first = object instanceof NamespaceObject
          ? null
          : seen.putIfAbsent(new Key(object.kind(), imported.ref(object)), object);
      if (first == null) {
        imported.objects.add(object);
      } else {
        imported.reportTwice(first, object, diagnostics);
      }
    }
    return imported;
  }

  private void reportTwice(KubeObject first, KubeObject second, Diagnostics diagnostics) {
    String name = second.kind() + " " + ref(second);
    if (SameContent.of(first, second)) {
      Diagnostic.at(second.nameSpan(), NameCode.REPEATED_OBJECT, name + " is given twice, alike")
          .label("again here")
          .related(first.nameSpan(), "first here")
          .to(diagnostics);
    } else {
      Diagnostic.at(
              second.nameSpan(), NameCode.DUPLICATE_NAME, name + " is given twice, differently")
          .label("another one here")
          .related(first.nameSpan(), "first here")
          .help("take one of the two out of the inputs, or put it into another namespace")
          .to(diagnostics);
    }
  }

  /** The objects of a kind. */
  <T extends KubeObject> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** All objects. */
  List<KubeObject> all() {
    return List.copyOf(objects);
  }

  /** The namespace and name of an object that has a namespace. */
  ObjectRef ref(KubeObject object) {
    return new ObjectRef(
        object.meta().namespace().map(Located::value).orElse(defaultNamespace),
        object.meta().name().value());
  }
}
