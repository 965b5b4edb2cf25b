package dev.podnet.model;

import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Span;
import java.util.Optional;

/**
 * An intent of the user's own.
 *
 * @param span where it is written
 * @param reachable reachable, or isolated
 * @param from who sends
 * @param to who answers
 * @param port the port, if written
 * @param protocol the protocol
 */
public record Assertion(
    Span span, boolean reachable, Party from, Party to, Optional<Integer> port, Protocol protocol) {

  /** One end. */
  public sealed interface Party {}

  /** A pod. */
  public record OfPod(ObjectRef pod) implements Party {}

  /** A service. */
  public record OfService(ObjectRef service) implements Party {}

  /** A node. */
  public record OfNode(String node) implements Party {}

  /** Every pod of a namespace. */
  public record OfNamespace(String namespace) implements Party {}

  /** A host outside the cluster on the first segment. */
  public record World() implements Party {}

  /** An address. */
  public record OfAddress(IpAddress address) implements Party {}
}
