package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import dev.podnet.net.MacAddress;
import java.util.Optional;

/** A link of the host (ip-link(8)). Every link the plan holds is up. */
public sealed interface Link {

  /** Its name. */
  InterfaceName name();

  /** Its own MAC; every one is chosen, so that none is random. */
  MacAddress mac();

  /** Its MTU in bytes. */
  int mtu();

  /** What it is for. */
  String comment();

  /** A bridge with a fixed MAC, so that it does not change as ports come and go. */
  record Bridge(InterfaceName name, MacAddress mac, int mtu, String comment) implements Link {}

  /**
   * A VXLAN device.
   *
   * @param vni the network identifier, 0 to 16777215 (RFC 7348)
   * @param local the outer source address
   * @param dev the underlay interface
   * @param port the outer UDP destination port
   */
  record Vxlan(
      InterfaceName name,
      MacAddress mac,
      int mtu,
      int vni,
      IpAddress local,
      InterfaceName dev,
      int port,
      String comment)
      implements Link {}

  /**
   * A veth pair: this end on the host, the other in a pod's namespace.
   *
   * @param mac the MAC of the end on the host
   * @param mtu the MTU of both ends
   * @param peer the name of the other end
   * @param peerMac its MAC
   * @param namespace the network namespace the other end is in
   * @param master the bridge this end is a port of; empty without one
   * @param hairpin whether the bridge may send a frame back out of this port
   */
  record Veth(
      InterfaceName name,
      MacAddress mac,
      int mtu,
      InterfaceName peer,
      MacAddress peerMac,
      String namespace,
      Optional<InterfaceName> master,
      boolean hairpin,
      String comment)
      implements Link {}
}
