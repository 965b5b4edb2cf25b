package dev.podnet.syntax;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/** A statement inside {@code node} or {@code nodes}. */
public sealed interface NodeItem {

  /** From the keyword to the end of the statement. */
  Span span();

  /**
   * {@code address IP[, IP6] [dev IFACE]} or {@code address from IP[, IP6] [dev IFACE]}.
   *
   * @param from whether {@code from} was written: the first of consecutive addresses
   */
  record Address(
      Span span, boolean from, List<Located<IpAddress>> addresses, Optional<Located<String>> dev)
      implements NodeItem {
    /** Copies the list. */
    public Address {
      addresses = List.copyOf(addresses);
    }
  }

  /** {@code podCIDR CIDR[, CIDR6]}. */
  record PodCidr(Span span, List<Located<Cidr>> cidrs) implements NodeItem {
    /** Copies the list. */
    public PodCidr {
      cidrs = List.copyOf(cidrs);
    }
  }

  /** {@code labels k=v …}. */
  record Labels(Span span, List<LabelPair> labels) implements NodeItem {
    /** Copies the list. */
    public Labels {
      labels = List.copyOf(labels);
    }
  }

  /** {@code externalIP IP, …}. */
  record ExternalIp(Span span, List<Located<IpAddress>> addresses) implements NodeItem {
    /** Copies the list. */
    public ExternalIp {
      addresses = List.copyOf(addresses);
    }
  }

  /** {@code asn N}, 1 to 4294967295 (RFC 6793). */
  record Asn(Span span, Located<Long> asn) implements NodeItem {}

  /** {@code unschedulable}. */
  record Unschedulable(Span span) implements NodeItem {}
}
