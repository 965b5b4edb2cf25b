package dev.podnet.model;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.source.Located;
import java.util.List;
import java.util.Optional;

/**
 * What holds for the whole cluster.
 *
 * @param clusterDomain the DNS suffix, without a dot at its end
 * @param podCidrs ranges the nodes' pod CIDRs come from, one for each family in use, the primary family first
 * @param nodeMasks the length of one node's share, by the position of the range in podCidrs
 * @param serviceCidrs ranges of ClusterIPs, primary first
 * @param nodePortRange ports of NodePort services
 * @param nodePortAddresses which local addresses answer node ports; empty means all but loopback
 * @param mtu the underlay's MTU in bytes, where a segment does not say otherwise
 * @param masquerade NAT for pod traffic that leaves the cluster
 * @param masqueradeAll kube-proxy's option of that name
 * @param localhostNodePorts whether node ports answer on 127.0.0.1
 * @param wiring how a pod hangs on its node
 * @param fabric how nodes carry pod traffic to each other
 * @param backend the preset as the user wrote it, for messages; the default when it was not written
 * @param proxyMode how services are implemented
 * @param dns the name server
 * @param ingress the proxy for ingresses, if chosen
 */
public record ClusterSettings(
    String clusterDomain,
    List<Located<Cidr>> podCidrs,
    List<Integer> nodeMasks,
    List<Located<Cidr>> serviceCidrs,
    PortRange nodePortRange,
    List<Cidr> nodePortAddresses,
    Located<Integer> mtu,
    boolean masquerade,
    boolean masqueradeAll,
    boolean localhostNodePorts,
    BackendChoice wiring,
    BackendChoice fabric,
    BackendChoice backend,
    BackendChoice proxyMode,
    BackendChoice dns,
    Optional<BackendChoice> ingress) {

  /** Copies the lists. */
  public ClusterSettings {
    podCidrs = List.copyOf(podCidrs);
    nodeMasks = List.copyOf(nodeMasks);
    serviceCidrs = List.copyOf(serviceCidrs);
    nodePortAddresses = List.copyOf(nodePortAddresses);
  }

  /** The families pods have addresses of, the primary first. */
  public List<IpFamily> podFamilies() {
    return podCidrs.stream().map(c -> c.value().family()).toList();
  }

  /**
   * Whether endpoints see who a service's client is, where Kubernetes says so: not in the mode in which a process on the
   * node connects to them itself.
   */
  public boolean keepsClients() {
    return !proxyMode.name().value().equals("userspace");
  }
}
