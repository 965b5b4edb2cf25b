package dev.podnet.syntax;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/** A statement inside {@code service NAME { … }}. */
public sealed interface ServiceItem {

  /** From the keyword to the end of the statement. */
  Span span();

  /** {@code type ClusterIP|NodePort|LoadBalancer|ExternalName}; the word as written, already known to be one of them. */
  record Type(Span span, Located<String> type) implements ServiceItem {}

  /** {@code clusterIP IP[, IP6]|None}; no addresses means {@code None}. */
  record ClusterIp(Span span, List<Located<IpAddress>> addresses) implements ServiceItem {
    /** Copies the list. */
    public ClusterIp {
      addresses = List.copyOf(addresses);
    }
  }

  /** {@code selector k=v …}. */
  record Selector(Span span, List<LabelPair> labels) implements ServiceItem {
    /** Copies the list. */
    public Selector {
      labels = List.copyOf(labels);
    }
  }

  /** {@code endpoints IP, …}. */
  record Endpoints(Span span, List<Located<IpAddress>> addresses) implements ServiceItem {
    /** Copies the list. */
    public Endpoints {
      addresses = List.copyOf(addresses);
    }
  }

  /** A target port: exactly one of the two is there. */
  record Target(Span span, Optional<Integer> number, Optional<String> name) {}

  /** {@code port [NAME] N[/PROTO] [-> N|NAME] [nodePort N]}. */
  record Port(
      Span span,
      Optional<Located<String>> name,
      Located<Integer> number,
      Located<Protocol> protocol,
      Optional<Target> target,
      Optional<Located<Integer>> nodePort)
      implements ServiceItem {}

  /** Which list of addresses an {@link Addresses} is. */
  enum AddressKind {
    /** {@code externalIPs}. */
    EXTERNAL_IPS,
    /** {@code loadBalancerIP}. */
    LOAD_BALANCER_IP
  }

  /** {@code externalIPs IP, …} or {@code loadBalancerIP IP, …}. */
  record Addresses(Span span, AddressKind kind, List<Located<IpAddress>> addresses)
      implements ServiceItem {
    /** Copies the list. */
    public Addresses {
      addresses = List.copyOf(addresses);
    }
  }

  /** {@code loadBalancerSourceRanges CIDR, …}. */
  record SourceRanges(Span span, List<Located<Cidr>> ranges) implements ServiceItem {
    /** Copies the list. */
    public SourceRanges {
      ranges = List.copyOf(ranges);
    }
  }

  /** {@code externalName NAME}. */
  record ExternalName(Span span, Located<String> name) implements ServiceItem {}

  /** {@code sessionAffinity ClientIP [3h]} or {@code sessionAffinity None}; the time in seconds. */
  record SessionAffinity(Span span, boolean clientIp, Optional<Located<Integer>> timeoutSeconds)
      implements ServiceItem {}

  /** {@code externalTrafficPolicy} or {@code internalTrafficPolicy}, {@code Cluster|Local}. */
  record TrafficPolicy(Span span, boolean external, Located<Boolean> local)
      implements ServiceItem {}

  /** {@code publishNotReadyAddresses}. */
  record PublishNotReady(Span span) implements ServiceItem {}

  /** {@code trafficDistribution PreferClose|PreferSameZone|PreferSameNode}; the word as written, already known. */
  record TrafficDistribution(Span span, Located<String> word) implements ServiceItem {}

  /** {@code dsr}. */
  record DirectReturn(Span span) implements ServiceItem {}
}
