package dev.podnet.manifest;

import dev.podnet.net.Cidr;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A {@code networking.k8s.io/v1} NetworkPolicy.
 *
 * @param span where it stands
 * @param meta its name and namespace
 * @param podSelector which pods of its namespace it isolates
 * @param policyTypes {@code spec.policyTypes}; absent leaves it to the rules
 * @param ingress what it lets in
 * @param egress what it lets out
 */
public record NetworkPolicyObject(
    Span span,
    ObjectMeta meta,
    LabelSelector podSelector,
    Optional<PolicyTypes> policyTypes,
    List<Rule> ingress,
    List<Rule> egress)
    implements KubeObject {

  /** Copies the lists. */
  public NetworkPolicyObject {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  @Override
  public String kind() {
    return "NetworkPolicy";
  }

  /** Whether it isolates its pods for ingress: when it says so or says nothing. */
  public boolean isolatesIngress() {
    return policyTypes.map(PolicyTypes::ingress).orElse(true);
  }

  /** Whether it isolates its pods for egress: when it says so, or says nothing and has an egress rule. */
  public boolean isolatesEgress() {
    return policyTypes.map(PolicyTypes::egress).orElse(!egress.isEmpty());
  }

  /** {@code policyTypes} as written. */
  public record PolicyTypes(Span span, boolean ingress, boolean egress) {}

  /**
   * What is allowed.
   *
   * @param span where it is written
   * @param peers any of these; none means everyone
   * @param ports at any of these; none means every port
   */
  public record Rule(Span span, List<Peer> peers, List<PortMatch> ports) {
    /** Copies the lists. */
    public Rule {
      peers = List.copyOf(peers);
      ports = List.copyOf(ports);
    }
  }

  /** A peer of a rule. */
  public sealed interface Peer {
    /** Where it is written. */
    Span span();
  }

  /**
   * Pods by their labels.
   *
   * @param namespaces whose pods; absent means the policy's own namespace
   * @param pods which of them; absent means all
   */
  public record Selected(
      Span span, Optional<LabelSelector> namespaces, Optional<LabelSelector> pods)
      implements Peer {}

  /** Addresses; host bits, which the API allows here, are gone. */
  public record Block(Span span, Located<Cidr> cidr, List<Located<Cidr>> except) implements Peer {
    /** Copies the list. */
    public Block {
      except = List.copyOf(except);
    }
  }

  /** Ports by number or by name; neither means every port of the protocol. */
  public record PortMatch(
      Span span, Optional<PortRange> range, Optional<String> name, Protocol protocol) {}
}
