package dev.podnet.simulate;

import dev.podnet.net.Protocol;
import java.util.Optional;

/** What a packet carries. */
public enum Transport {
  TCP,
  UDP,
  SCTP,
  /** Echo request and reply of ICMP or ICMPv6; has no ports. */
  ICMP,
  /** IPv4 in an IP packet (protocol 4); has no ports. */
  IPIP,
  /** IPv6 in an IP packet (protocol 41); has no ports. */
  IPV6;

  /** The transport of a service protocol. */
  public static Transport of(Protocol protocol) {
    return valueOf(protocol.name());
  }

  /** The service protocol it is; empty for what has no ports. */
  public Optional<Protocol> protocol() {
    return hasPorts() ? Optional.of(Protocol.valueOf(name())) : Optional.empty();
  }

  /** Whether its packets have a source and a destination port. */
  public boolean hasPorts() {
    return this == TCP || this == UDP || this == SCTP;
  }

  /** Whether a rule for this protocol can match. */
  public boolean is(Protocol protocol) {
    return name().equals(protocol.name());
  }
}
