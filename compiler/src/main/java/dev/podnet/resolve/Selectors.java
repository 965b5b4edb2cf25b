package dev.podnet.resolve;

import dev.podnet.manifest.LabelSelector;
import dev.podnet.model.NetworkPolicy;
import dev.podnet.net.Cidr;
import dev.podnet.source.Located;
import dev.podnet.syntax.LabelPair;
import java.util.List;

/** Selectors of both inputs as the model has them. */
final class Selectors {

  /** A selector without requirements. */
  static final NetworkPolicy.Selector EVERYTHING = new NetworkPolicy.Selector(List.of());

  private Selectors() {}

  static NetworkPolicy.Selector of(LabelSelector selector) {
    return new NetworkPolicy.Selector(selector.requirements().stream()
        .map(r -> new NetworkPolicy.Requirement(
            r.key().value(),
            NetworkPolicy.Operator.valueOf(r.operator().name()),
            r.values().stream().map(Located::value).toList()))
        .toList());
  }

  static NetworkPolicy.Selector of(List<LabelPair> pairs) {
    return new NetworkPolicy.Selector(pairs.stream()
        .map(p -> new NetworkPolicy.Requirement(
            p.key().value(), NetworkPolicy.Operator.IN, List.of(p.value().value())))
        .toList());
  }

  static NetworkPolicy.BlockPeer block(Located<Cidr> cidr, List<Located<Cidr>> except) {
    return new NetworkPolicy.BlockPeer(
        cidr.value(), except.stream().map(Located::value).toList());
  }
}
