package dev.podnet.simulate;

import dev.podnet.net.Protocol;
import java.util.Optional;

/** What a packet carries. */
public enum Transport {
  TCP,
  UDP,
  SCTP,
  /** Echo request and reply of ICMP or ICMPv6; has no ports. */
  ICMP;

  /** The transport of a service protocol. */
  public static Transport of(Protocol protocol) {
    return valueOf(protocol.name());
  }

  /** The service protocol it is; empty for ICMP. */
  public Optional<Protocol> protocol() {
    return this == ICMP ? Optional.empty() : Optional.of(Protocol.valueOf(name()));
  }

  /** Whether a rule for this protocol can match. */
  public boolean is(Protocol protocol) {
    return name().equals(protocol.name());
  }
}
