package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import dev.podnet.net.MacAddress;
import java.util.Optional;

/**
 * A permanent forwarding entry of a VXLAN device: frames to this MAC go to that host.
 *
 * @param mac the inner destination
 * @param dev the device
 * @param destination the outer destination
 * @param peer the node it leads to, which does not take the entry itself
 */
public record Fdb(MacAddress mac, InterfaceName dev, IpAddress destination, Optional<String> peer) {

  /** The MAC that stands for every frame whose destination the device has not learned: broadcast, unknown, multicast. */
  public static final MacAddress FLOOD = new MacAddress(0);

  /** Whether frames to all are sent there; a device has any number of such entries. */
  public boolean flood() {
    return mac.equals(FLOOD);
  }
}
