package dev.podnet.model;

import dev.podnet.net.Cidr;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A network policy, selectors unexpanded (networking.k8s.io/v1 NetworkPolicy).
 *
 * @param ref its namespace and name
 * @param span where it is declared
 * @param imported whether it came from a manifest
 * @param podSelector which pods of its namespace it isolates
 * @param ingress whether it isolates them for ingress
 * @param egress whether it isolates them for egress
 * @param ingressRules what it lets in
 * @param egressRules what it lets out
 */
public record NetworkPolicy(
    ObjectRef ref,
    Span span,
    boolean imported,
    Selector podSelector,
    boolean ingress,
    boolean egress,
    List<Rule> ingressRules,
    List<Rule> egressRules) {

  /** Copies the lists. */
  public NetworkPolicy {
    ingressRules = List.copyOf(ingressRules);
    egressRules = List.copyOf(egressRules);
  }

  /** A label selector; without requirements it matches everything. */
  public record Selector(List<Requirement> requirements) {
    /** Copies the list. */
    public Selector {
      requirements = List.copyOf(requirements);
    }
  }

  /** One condition of a selector; {@code key=value} is In with one value. */
  public record Requirement(String key, Operator operator, List<String> values) {
    /** Copies the list. */
    public Requirement {
      values = List.copyOf(values);
    }
  }

  /** The operators of the Kubernetes API. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /** What a rule allows: any of the peers (none: everyone) at any of the ports (none: every port). */
  public record Rule(List<Peer> peers, List<PortMatch> ports) {
    /** Copies the lists. */
    public Rule {
      peers = List.copyOf(peers);
      ports = List.copyOf(ports);
    }
  }

  /** A peer. */
  public sealed interface Peer {}

  /** Pods; without a namespace selector those of the policy's own namespace. */
  public record PodPeer(Optional<Selector> namespaces, Selector pods) implements Peer {}

  /** Addresses. */
  public record BlockPeer(Cidr cidr, List<Cidr> except) implements Peer {
    /** Copies the list. */
    public BlockPeer {
      except = List.copyOf(except);
    }
  }

  /** Ports by number or by name; neither means every port of the protocol. */
  public record PortMatch(Protocol protocol, Optional<PortRange> range, Optional<String> name) {}
}
