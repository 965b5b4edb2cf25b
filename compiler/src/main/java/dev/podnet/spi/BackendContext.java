package dev.podnet.spi;

import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.net.IpAddress;
import java.util.List;
import java.util.Map;

/**
 * What a backend is asked about.
 *
 * @param cluster the cluster
 * @param choice the place where this backend was chosen, for diagnostics
 * @param settings its settings, read and checked, defaults filled in
 * @param podMtus the MTU of pods in bytes by node, as the fabric leaves it; empty before a fabric was asked
 * @param flat whether the fabric joins the pods of all nodes to one layer-2 segment
 * @param nameServers the name servers of pods; empty before the name service was asked, or when pods keep the host's
 */
public record BackendContext(
    Cluster cluster,
    BackendChoice choice,
    SettingValues settings,
    Map<String, Integer> podMtus,
    boolean flat,
    List<IpAddress> nameServers) {

  /** Copies the collections. */
  public BackendContext {
    podMtus = Map.copyOf(podMtus);
    nameServers = List.copyOf(nameServers);
  }
}
