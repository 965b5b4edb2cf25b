package dev.podnet.net;

import java.util.Locale;

/** The transport protocols a service port may have, by the names of the Kubernetes API. */
public enum Protocol {
  TCP(6),
  UDP(17),
  SCTP(132);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  /** The number in the IP header (IANA protocol numbers). */
  public int number() {
    return number;
  }

  /** The name as iptables and DNS write it: {@code tcp}. */
  public String lowerName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
