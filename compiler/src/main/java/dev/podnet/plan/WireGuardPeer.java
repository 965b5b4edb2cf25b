package dev.podnet.plan;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * Whom a WireGuard link speaks with (wg(8)). Packets to an address of its prefixes go to it, and of what it sends only
 * packets from these are taken.
 *
 * @param dev the link
 * @param node the node it is, which does not take the entry itself
 * @param publicKey its key; empty while nobody has told it
 * @param endpoint its outer address
 * @param port its UDP port
 * @param allowedIps its prefixes, sorted; each belongs to one peer
 * @param keepalive seconds between packets that keep a NAT's memory alive; 0 for none
 */
public record WireGuardPeer(
    InterfaceName dev,
    String node,
    Optional<PublicKey> publicKey,
    IpAddress endpoint,
    int port,
    List<Cidr> allowedIps,
    int keepalive) {

  /** Copies the list. */
  public WireGuardPeer {
    allowedIps = List.copyOf(allowedIps);
  }
}
