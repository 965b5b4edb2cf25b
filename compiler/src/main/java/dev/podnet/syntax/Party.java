package dev.podnet.syntax;

import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;

/** One end of an assert or a trace. */
public sealed interface Party {

  /** Where it is written. */
  Span span();

  /** {@code NAMESPACE/POD}. */
  record OfPod(Span span, Located<String> namespace, Located<String> name) implements Party {}

  /** {@code service NAMESPACE/NAME}. */
  record OfService(Span span, Located<String> namespace, Located<String> name) implements Party {}

  /** {@code node NAME}. */
  record OfNode(Span span, Located<String> name) implements Party {}

  /** {@code namespace NAME}: every pod of it. */
  record OfNamespace(Span span, Located<String> name) implements Party {}

  /** {@code world}: a host outside the cluster on the first segment. */
  record World(Span span) implements Party {}

  /** An address, whoever has it. */
  record OfAddress(Span span, Located<IpAddress> address) implements Party {}
}
