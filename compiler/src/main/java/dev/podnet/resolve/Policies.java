package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.manifest.NetworkPolicyObject;
import dev.podnet.model.NetworkPolicy;
import dev.podnet.model.ObjectRef;
import dev.podnet.syntax.NamespaceItem;
import dev.podnet.syntax.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Network policies of the spec and of manifests, in one form. */
final class Policies {

  private Policies() {}

  /** All policies, sorted by namespace and name. */
  static List<NetworkPolicy> resolve(
      List<Statement.NamespaceDecl> declared, Imported imported, Diagnostics diagnostics) {
    List<NetworkPolicy> all = new ArrayList<>();
    SpecPolicies spec = new SpecPolicies(diagnostics);
    for (Statement.NamespaceDecl namespace : declared) {
      for (NamespaceItem item : namespace.items()) {
        if (item instanceof NamespaceItem.NetworkPolicyDecl policy) {
          all.add(spec.read(namespace.name().value(), policy));
        }
      }
    }
    imported.all(NetworkPolicyObject.class).forEach(p -> all.add(read(imported.ref(p), p)));
    NameTable<NetworkPolicy> names = new NameTable<>("networkPolicy", diagnostics);
    return all.stream()
        .filter(p -> names.add(p.ref().toString(), p.span(), p))
        .sorted(Comparator.comparing(NetworkPolicy::ref))
        .toList();
  }

  private static NetworkPolicy read(ObjectRef ref, NetworkPolicyObject object) {
    return new NetworkPolicy(
        ref,
        object.nameSpan(),
        true,
        Selectors.of(object.podSelector()),
        object.isolatesIngress(),
        object.isolatesEgress(),
        object.ingress().stream().map(Policies::rule).toList(),
        object.egress().stream().map(Policies::rule).toList());
  }

  private static NetworkPolicy.Rule rule(NetworkPolicyObject.Rule rule) {
    return new NetworkPolicy.Rule(
        rule.peers().stream().map(Policies::peer).toList(),
        rule.ports().stream()
            .map(p -> new NetworkPolicy.PortMatch(p.protocol(), p.range(), p.name()))
            .toList());
  }

  private static NetworkPolicy.Peer peer(NetworkPolicyObject.Peer peer) {
    if (peer instanceof NetworkPolicyObject.Selected selected) {
      Optional<NetworkPolicy.Selector> namespaces = selected.namespaces().map(Selectors::of);
      return new NetworkPolicy.PodPeer(
          namespaces, selected.pods().map(Selectors::of).orElse(Selectors.EVERYTHING));
    } else if (peer instanceof NetworkPolicyObject.Block block) {
      return Selectors.block(block.cidr(), block.except());
    }
    throw new IllegalStateException("no peer of this kind: " + peer);
  }
}
