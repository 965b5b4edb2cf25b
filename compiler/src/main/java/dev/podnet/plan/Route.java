package dev.podnet.plan;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.Optional;

/**
 * A route of the main table.
 *
 * @param destination where to; a zero-length prefix is the default route
 * @param via the next hop; empty for a directly connected destination
 * @param dev the interface; empty means the host's underlay interface, whatever its name
 * @param onlink whether the next hop counts as reachable on dev although no prefix of dev holds it
 * @param peer the node the destination belongs to, which does not take the route itself; empty otherwise
 */
public record Route(
    Cidr destination,
    Optional<IpAddress> via,
    Optional<InterfaceName> dev,
    boolean onlink,
    Optional<String> peer) {}
