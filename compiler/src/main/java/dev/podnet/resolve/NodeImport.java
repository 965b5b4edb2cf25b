package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.manifest.NodeObject;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes nodes of Node objects, or adds what they say to the nodes of the spec. */
final class NodeImport {

  private final Diagnostics diagnostics;

  NodeImport(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** A node that only a manifest has. */
  Node alone(NodeObject object) {
    String name = object.meta().name().value();
    return new Node(
        name,
        object.nameSpan(),
        Families.addresses(object.internalIps()),
        NodeResolver.DEV,
        Optional.empty(),
        Families.ranges(object.podCidrs()),
        object.externalIps(),
        Optional.empty(),
        WellKnownLabels.of(name, object.meta().labels().toMap()),
        taints(object),
        object.unschedulable());
  }

  /** A node of both: the spec's word counts where the two differ, which is reported. */
  Node into(Node node, NodeObject object) {
    Node other = alone(object);
    SortedMap<String, String> labels = new TreeMap<>(other.labels());
    labels.putAll(node.labels());
    return new Node(
        node.name(),
        node.span(),
        both(node, node.addresses(), other.addresses(), IpAddress::family, "address"),
        node.dev(),
        Optional.empty(),
        both(node, node.podCidrs(), other.podCidrs(), Cidr::family, "podCIDR"),
        node.externalIps().isEmpty() ? other.externalIps() : node.externalIps(),
        node.asn(),
        labels,
        other.taints(),
        node.unschedulable() || other.unschedulable());
  }

  private <T> List<Located<T>> both(
      Node node,
      List<Located<T>> spec,
      List<Located<T>> manifest,
      Function<T, IpFamily> family,
      String what) {
    List<Located<T>> result = new ArrayList<>(spec);
    for (Located<T> theirs : manifest) {
      Optional<Located<T>> ours = spec.stream()
          .filter(o -> family.apply(o.value()) == family.apply(theirs.value()))
          .findFirst();
      if (ours.isEmpty()) {
        result.add(theirs);
      } else if (!ours.get().value().equals(theirs.value())) {
        Diagnostic.at(
                theirs.span(),
                NameCode.NODE_GIVEN_TWICE,
                what + " of node " + node.name() + " is " + theirs + " here and " + ours.get()
                    + " in the spec, which counts")
            .related(ours.get().span(), "the spec says this")
            .help("take one of the two away")
            .to(diagnostics);
      }
    }
    return result;
  }

  private static List<Node.Taint> taints(NodeObject object) {
    return object.taints().stream()
        .map(t -> new Node.Taint(t.key(), t.value(), t.effect()))
        .toList();
  }
}
