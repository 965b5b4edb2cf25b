package dev.podnet.syntax;

import dev.podnet.net.Cidr;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/** A statement inside {@code networkPolicy NAME { … }}. */
public sealed interface PolicyItem {

  /** From the keyword to the end of the statement. */
  Span span();

  /** {@code podSelector k=v …}. */
  record PodSelector(Span span, List<LabelPair> labels) implements PolicyItem {
    /** Copies the list. */
    public PodSelector {
      labels = List.copyOf(labels);
    }
  }

  /** {@code policyTypes Ingress, Egress}. */
  record PolicyTypes(Span span, boolean ingress, boolean egress) implements PolicyItem {}

  /** {@code ingress { … }} or {@code egress { … }}. */
  record Rule(Span span, boolean ingress, List<Peer> peers, List<PortMatch> ports)
      implements PolicyItem {
    /** Copies the lists. */
    public Rule {
      peers = List.copyOf(peers);
      ports = List.copyOf(ports);
    }
  }

  /** A peer of a rule. */
  sealed interface Peer {

    /** Where it is written. */
    Span span();

    /**
     * {@code from [namespaces k=v …] [pods k=v …]}.
     *
     * @param namespaces empty: the policy's own namespace; no labels: every namespace
     * @param pods empty: every pod; no labels: every pod
     */
    record Selected(Span span, Optional<List<LabelPair>> namespaces, Optional<List<LabelPair>> pods)
        implements Peer {
      /** Copies the lists. */
      public Selected {
        namespaces = namespaces.map(List::copyOf);
        pods = pods.map(List::copyOf);
      }
    }

    /** {@code from CIDR [except CIDR, …]}. */
    record Block(Span span, Located<Cidr> cidr, List<Located<Cidr>> except) implements Peer {
      /** Copies the list. */
      public Block {
        except = List.copyOf(except);
      }
    }
  }

  /** One of {@code ports 80/TCP, http, 8000-8100/TCP}: exactly one of range and name is there. */
  record PortMatch(
      Span span, Optional<PortRange> range, Optional<String> name, Protocol protocol) {}
}
