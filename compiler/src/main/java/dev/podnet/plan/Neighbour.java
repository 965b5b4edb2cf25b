package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import dev.podnet.net.MacAddress;
import java.util.Optional;

/**
 * A permanent neighbour.
 *
 * @param address its address
 * @param mac its MAC
 * @param dev the interface it is behind
 * @param peer the node it is, which does not take the entry itself
 */
public record Neighbour(
    IpAddress address, MacAddress mac, InterfaceName dev, Optional<String> peer) {}
