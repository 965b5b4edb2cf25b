package dev.podnet.lab;

import java.util.List;

/**
 * The machines to make and how they hang together, as the runner reads it.
 *
 * @param bridges the segments
 * @param hosts nodes, routers and the host outside
 */
public record Topology(List<Bridge> bridges, List<Host> hosts) {

  /** Copies the lists. */
  public Topology {
    bridges = List.copyOf(bridges);
    hosts = List.copyOf(hosts);
  }

  /**
   * A segment.
   *
   * @param name of the bridge, at most 15 characters
   * @param mtu in bytes
   */
  public record Bridge(String name, int mtu) {}

  /**
   * A machine.
   *
   * @param name its name; unlike that of any pod
   * @param forward whether it passes packets on
   * @param routes what {@code ip route add} is given: {@code default via 192.168.1.1}
   * @param legs its interfaces
   */
  public record Host(String name, boolean forward, List<String> routes, List<Leg> legs) {
    /** Copies the lists. */
    public Host {
      routes = List.copyOf(routes);
      legs = List.copyOf(legs);
    }
  }

  /**
   * An interface.
   *
   * @param dev its name
   * @param bridge the segment it is on
   * @param mtu in bytes
   * @param addresses with prefix lengths
   */
  public record Leg(String dev, String bridge, int mtu, List<String> addresses) {
    /** Copies the list. */
    public Leg {
      addresses = List.copyOf(addresses);
    }
  }
}
