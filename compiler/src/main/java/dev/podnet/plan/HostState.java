package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The desired state of one host.
 *
 * @param node the node's name
 * @param dev the underlay interface, which must be there
 * @param addresses the underlay addresses, which dev must carry
 * @param parts its own elements, by part
 * @param includes the names of the shared fragments that hold here too, in the order they are loaded
 */
public record HostState(
    String node,
    String dev,
    List<IpAddress> addresses,
    SortedMap<Part, Fragment> parts,
    List<String> includes) {

  /** Copies the collections. */
  public HostState {
    addresses = List.copyOf(addresses);
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    includes = List.copyOf(includes);
  }
}
