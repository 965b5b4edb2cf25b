package dev.podnet.syntax;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/** A statement at the top of a file. */
public sealed interface Statement {

  /** From the keyword to the end of the statement. */
  Span span();

  /** {@code cluster NAME { … }}. */
  record ClusterDecl(Span span, Located<String> name, List<ClusterItem> items)
      implements Statement {
    /** Copies the list. */
    public ClusterDecl {
      items = List.copyOf(items);
    }
  }

  /** {@code segment NAME CIDR[, CIDR6] [{ gateway IP[, IP6]; mtu N }]}. */
  record SegmentDecl(
      Span span,
      Located<String> name,
      List<Located<Cidr>> cidrs,
      List<Located<IpAddress>> gateways,
      Optional<Located<Integer>> mtu)
      implements Statement {
    /** Copies the lists. */
    public SegmentDecl {
      cidrs = List.copyOf(cidrs);
      gateways = List.copyOf(gateways);
    }
  }

  /** {@code router NAME { connects SEG, …; routeLimit N; asn N }}. */
  record RouterDecl(
      Span span,
      Located<String> name,
      List<Located<String>> connects,
      Optional<Located<Integer>> routeLimit,
      Optional<Located<Long>> asn)
      implements Statement {
    /** Copies the list. */
    public RouterDecl {
      connects = List.copyOf(connects);
    }
  }

  /**
   * {@code node NAME { … }} or {@code nodes NAME COUNT { … }}.
   *
   * @param count empty for {@code node}
   */
  record NodeDecl(
      Span span, Located<String> name, Optional<Located<Integer>> count, List<NodeItem> items)
      implements Statement {
    /** Copies the list. */
    public NodeDecl {
      items = List.copyOf(items);
    }
  }

  /** {@code namespace NAME { … }}. */
  record NamespaceDecl(Span span, Located<String> name, List<NamespaceItem> items)
      implements Statement {
    /** Copies the list. */
    public NamespaceDecl {
      items = List.copyOf(items);
    }
  }

  /** {@code import "FILE-OR-GLOB"}: Kubernetes manifests. */
  record ImportDecl(Span span, Located<String> pattern) implements Statement {}

  /** {@code include "FILE.podnet"}. */
  record IncludeDecl(Span span, Located<String> path) implements Statement {}

  /**
   * {@code assert reachable|isolated A -> B:PORT[/PROTO]}.
   *
   * @param port empty when none was written
   */
  record AssertDecl(
      Span span,
      boolean reachable,
      Party from,
      Party to,
      Optional<Located<Integer>> port,
      Located<Protocol> protocol)
      implements Statement {}
}
