package dev.podnet.plan;

import dev.podnet.net.InterfaceAddress;

/**
 * An address on a link. IPv6 addresses are set without duplicate address detection, which would keep them unusable for
 * two seconds.
 *
 * @param link the link
 * @param address the address and its prefix length
 */
public record LinkAddress(InterfaceName link, InterfaceAddress address) {}
