package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.manifest.IngressClassObject;
import dev.podnet.manifest.KubeObject;
import dev.podnet.manifest.LabelMap;
import dev.podnet.manifest.NamespaceObject;
import dev.podnet.manifest.NodeObject;
import dev.podnet.model.NameServer;
import dev.podnet.model.Namespace;
import dev.podnet.model.NaturalOrder;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.LabelPair;
import dev.podnet.syntax.NamespaceItem;
import dev.podnet.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every namespace that is mentioned anywhere, with the labels of all its declarations together. */
final class Namespaces {

  /** The label every namespace has (Kubernetes, "Automatic labelling"). */
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private record Draft(Span span, Map<String, Located<String>> labels) {}

  private final Map<String, Draft> drafts = new TreeMap<>(NaturalOrder.INSTANCE);
  private final Diagnostics diagnostics;

  private Namespaces(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  static List<Namespace> of(
      List<Statement.NamespaceDecl> declared, Imported imported, Diagnostics diagnostics) {
    Namespaces all = new Namespaces(diagnostics);
    for (Statement.NamespaceDecl decl : declared) {
      Draft draft = all.mention(decl.name().value(), decl.name().span());
      for (NamespaceItem item : decl.items()) {
        if (item instanceof NamespaceItem.Labels labels) {
          for (LabelPair pair : labels.labels()) {
            all.label(decl.name().value(), draft, pair.key(), pair.value());
          }
        }
      }
    }
    for (KubeObject object : imported.all()) {
      all.importObject(object, imported);
    }
    List<Namespace> result = new ArrayList<>();
    all.drafts.forEach((name, draft) -> {
      Map<String, String> labels = Scalars.values(draft.labels());
      labels.put(NAME_LABEL, name);
      result.add(new Namespace(name, draft.span(), new TreeMap<>(labels)));
    });
    return result;
  }

  /** The namespaces and that of the name servers. */
  static List<Namespace> with(List<Namespace> there, List<NameServer> servers, Span span) {
    Map<String, Namespace> all = new TreeMap<>(NaturalOrder.INSTANCE);
    there.forEach(n -> all.put(n.name(), n));
    for (NameServer server : servers) {
      String name = server.pod().namespace();
      all.computeIfAbsent(name, n -> new Namespace(n, span, new TreeMap<>(Map.of(NAME_LABEL, n))));
    }
    return List.copyOf(all.values());
  }

  private void importObject(KubeObject object, Imported imported) {
    if (object instanceof NamespaceObject) {
      String name = object.meta().name().value();
      Draft draft = mention(name, object.nameSpan());
      for (LabelMap.Entry entry : object.meta().labels().entries()) {
        label(name, draft, entry.key(), entry.value());
      }
    } else if (!(object instanceof NodeObject) && !(object instanceof IngressClassObject)) {
      mention(
          imported.ref(object).namespace(),
          object.meta().namespace().map(Located::span).orElse(object.nameSpan()));
    }
  }

  private Draft mention(String name, Span span) {
    return drafts.computeIfAbsent(name, n -> new Draft(span, new TreeMap<>()));
  }

  private void label(String namespace, Draft draft, Located<String> key, Located<String> value) {
    Located<String> earlier = draft.labels().putIfAbsent(key.value(), value);
    if (earlier != null && !earlier.value().equals(value.value())) {
      Diagnostic.at(
              value.span(),
              NameCode.CONTRADICTION,
              "label " + key + " of namespace " + namespace + " is " + earlier + " and " + value)
          .label("another value")
          .related(earlier.span(), "the first is here")
          .help("keep one of the two")
          .to(diagnostics);
    }
  }
}
