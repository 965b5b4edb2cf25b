package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.NetworkPolicy;
import dev.podnet.model.ObjectRef;
import dev.podnet.syntax.LabelPair;
import dev.podnet.syntax.NamespaceItem;
import dev.podnet.syntax.PolicyItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code networkPolicy}. */
final class SpecPolicies {

  private final Diagnostics diagnostics;

  SpecPolicies(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Without policyTypes a policy isolates for ingress, and for egress when it has a rule of that kind (Kubernetes). */
  NetworkPolicy read(String namespace, NamespaceItem.NetworkPolicyDecl decl) {
    ObjectRef ref = new ObjectRef(namespace, decl.name().value());
    List<LabelPair> selector = new ArrayList<>();
    Optional<PolicyItem.PolicyTypes> types = Optional.empty();
    List<NetworkPolicy.Rule> ingress = new ArrayList<>();
    List<NetworkPolicy.Rule> egress = new ArrayList<>();
    for (PolicyItem item : decl.items()) {
      if (item instanceof PolicyItem.PodSelector s) {
        selector.addAll(s.labels());
      } else if (item instanceof PolicyItem.PolicyTypes t) {
        types = Optional.of(t);
      } else if (item instanceof PolicyItem.Rule rule) {
        (rule.ingress() ? ingress : egress).add(rule(rule));
      }
    }
    Scalars.labels(selector, "podSelector of networkPolicy " + ref, diagnostics);
    return new NetworkPolicy(
        ref,
        decl.name().span(),
        false,
        Selectors.of(selector),
        types.map(PolicyItem.PolicyTypes::ingress).orElse(true),
        types.map(PolicyItem.PolicyTypes::egress).orElse(!egress.isEmpty()),
        ingress,
        egress);
  }

  private static NetworkPolicy.Rule rule(PolicyItem.Rule rule) {
    return new NetworkPolicy.Rule(
        rule.peers().stream().map(SpecPolicies::peer).toList(),
        rule.ports().stream()
            .map(p -> new NetworkPolicy.PortMatch(p.protocol(), p.range(), p.name()))
            .toList());
  }

  private static NetworkPolicy.Peer peer(PolicyItem.Peer peer) {
    if (peer instanceof PolicyItem.Peer.Selected selected) {
      Optional<NetworkPolicy.Selector> namespaces = selected.namespaces().map(Selectors::of);
      return new NetworkPolicy.PodPeer(
          namespaces, selected.pods().map(Selectors::of).orElse(Selectors.EVERYTHING));
    } else if (peer instanceof PolicyItem.Peer.Block block) {
      return Selectors.block(block.cidr(), block.except());
    }
    throw new IllegalStateException("no peer of this kind: " + peer);
  }
}
