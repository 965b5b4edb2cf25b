package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.NetworkPolicyObject.Block;
import dev.podnet.manifest.NetworkPolicyObject.Peer;
import dev.podnet.manifest.NetworkPolicyObject.Selected;
import dev.podnet.net.Cidr;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the peers of a network policy's rules. */
final class PolicyPeers {

  private PolicyPeers() {}

  /** Reads one item of {@code from} or {@code to}. */
  static Optional<Peer> read(Fields rule, String key, int index, Node item) {
    if (Scalars.isNull(item)) {
      saysNothing(rule, key, index, item);
      return Optional.empty();
    }
    Optional<Fields> found = rule.item(key, index, item);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields peer = found.get();
    peer.only(
        Map.of("cidr", "put it below 'ipBlock:'", "matchLabels", "put it below 'podSelector:'"),
        List.of("podSelector", "namespaceSelector", "ipBlock"));
    Optional<Fields> pods = peer.mapOrEmpty("podSelector");
    Optional<Fields> namespaces = peer.mapOrEmpty("namespaceSelector");
    Optional<Fields> block = peer.map("ipBlock");
    // a selector that is null is no selector to the API, so it does not make a peer
    boolean selects =
        peer.node("podSelector").isPresent() || peer.node("namespaceSelector").isPresent();
    if (block.isPresent()) {
      if (selects) {
        peer.reading()
            .at(
                peer.keyPlace("ipBlock"),
                ManifestCode.POLICY_PEER,
                "a peer is addresses or pods, not both")
            .help("make two items of it")
            .report();
      }
      return block(block.get());
    }
    if (!selects) {
      if (peer.isEmpty() || peer.node("ipBlock").isEmpty() && !hasUnknown(peer)) {
        saysNothing(rule, key, index, item);
      }
      return Optional.empty();
    }
    return Optional.of(new Selected(
        peer.span(),
        namespaces
            .filter(n -> peer.node("namespaceSelector").isPresent())
            .map(SelectorReader::read),
        pods.filter(p -> peer.node("podSelector").isPresent()).map(SelectorReader::read)));
  }

  private static boolean hasUnknown(Fields peer) {
    return peer.tuples().size() > 0
        && !peer.has("podSelector")
        && !peer.has("namespaceSelector")
        && !peer.has("ipBlock");
  }

  private static void saysNothing(Fields rule, String key, int index, Node item) {
    rule.reading()
        .at(item, ManifestCode.POLICY_PEER, rule.path(key + "[" + index + "]") + " names nobody")
        .help("for every pod of every namespace write namespaceSelector: {}; for everyone leave '"
            + key + "' out")
        .report();
  }

  private static Optional<Peer> block(Fields fields) {
    fields.only(Map.of(), List.of("cidr", "except"));
    Optional<Located<Cidr>> cidr = Addresses.cidr(fields, "cidr", false);
    if (fields.node("cidr").isEmpty()) {
      fields.missing("cidr");
    }
    List<Located<Cidr>> except = new ArrayList<>();
    for (Located<Cidr> hole : Addresses.cidrs(fields, "except", false)) {
      boolean inside = cidr.isEmpty()
          || cidr.get().value().contains(hole.value())
              && hole.value().length() > cidr.get().value().length();
      if (inside) {
        except.add(hole);
        continue;
      }
      fields
          .reading()
          .at(
              hole.span(),
              ManifestCode.POLICY_EXCEPT,
              hole.value() + " is not a part of " + cidr.get().value())
          .related(cidr.get().span(), "the block it should be a part of")
          .help("except takes smaller blocks out of the cidr beside it")
          .report();
    }
    return cidr.map(c -> new Block(fields.span(), c, except));
  }
}
