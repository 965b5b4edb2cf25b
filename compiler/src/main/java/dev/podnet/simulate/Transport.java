package dev.podnet.simulate;

import dev.podnet.net.Protocol;

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

  /** Whether a rule for this protocol can match. */
  public boolean is(Protocol protocol) {
    return name().equals(protocol.name());
  }
}
