package dev.podnet.plan;

/**
 * A UDP port of the host whose payloads are packets of another IP protocol ("foo over UDP", ip-fou(8)): the kernel takes
 * the UDP header off and goes on with what is behind it.
 *
 * @param port 1 to 65535
 * @param protocol the number of the protocol behind it: 4 for IPv4, 41 for IPv6 (IANA, "Protocol Numbers")
 */
public record FouPort(int port, int protocol) {

  /** The number of IPv4 inside another packet. */
  public static final int IPV4 = 4;

  /** The number of IPv6 inside another packet. */
  public static final int IPV6 = 41;

  /** Checks the ranges. */
  public FouPort {
    if (port < 1 || port > 65535 || protocol != IPV4 && protocol != IPV6) {
      throw new IllegalArgumentException("port " + port + ", protocol " + protocol);
    }
  }
}
