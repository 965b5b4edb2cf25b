package dev.podnet.plan;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;

/**
 * A route to a node's pods that the routers of the underlay need: machines that podnet does not configure, such as a
 * cloud's virtual router or the router of a rack.
 *
 * @param destination the node's pods
 * @param via the node's underlay address
 * @param node the node's name
 * @param learned whether the routers learn it from the nodes by BGP, so that nobody has to enter it
 */
public record RouterRoute(Cidr destination, IpAddress via, String node, boolean learned) {

  /** Checks that both are of one family. */
  public RouterRoute {
    if (destination.family() != via.family()) {
      throw new IllegalArgumentException(destination + " via " + via);
    }
  }
}
