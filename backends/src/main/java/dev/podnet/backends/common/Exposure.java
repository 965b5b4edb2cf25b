package dev.podnet.backends.common;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a service port can be reached in one family.
 *
 * @param clusterIp inside the cluster
 * @param externalIps addresses of the outside, but those of its load balancer
 * @param loadBalancerIps addresses of its load balancer
 * @param sourceRanges who may use those, of this family; empty means everyone. Ranges of the other family say nothing here,
 *     as kube-proxy has it
 * @param nodePort on the nodes' own addresses
 */
public record Exposure(
    Optional<IpAddress> clusterIp,
    List<IpAddress> externalIps,
    List<IpAddress> loadBalancerIps,
    List<Cidr> sourceRanges,
    Optional<Integer> nodePort) {

  /** How a port of a service is exposed. */
  public static Exposure of(Service service, Service.Port port, IpFamily family) {
    List<IpAddress> loadBalancer = ofFamily(service.loadBalancerIps(), family);
    return new Exposure(
        service.clusterIp(family),
        ofFamily(service.externalIps(), family).stream()
            .filter(a -> !loadBalancer.contains(a))
            .toList(),
        loadBalancer,
        service.loadBalancerSourceRanges().stream()
            .map(Located::value)
            .filter(c -> c.family() == family)
            .distinct()
            .toList(),
        port.nodePort().map(Located::value));
  }

  private static List<IpAddress> ofFamily(List<Located<IpAddress>> list, IpFamily family) {
    return list.stream()
        .map(Located::value)
        .filter(a -> a.family() == family)
        .distinct()
        .toList();
  }

  /** Whether anything but a ClusterIP leads to it. */
  public boolean external() {
    return !externalIps.isEmpty() || !loadBalancerIps.isEmpty() || nodePort.isPresent();
  }

  /** All its own addresses. */
  public List<IpAddress> addresses() {
    SortedMap<IpAddress, Boolean> all = new TreeMap<>();
    clusterIp.ifPresent(ip -> all.put(ip, true));
    externalIps.forEach(ip -> all.put(ip, true));
    loadBalancerIps.forEach(ip -> all.put(ip, true));
    return List.copyOf(all.keySet());
  }

  /** Who may use a load balancer with source ranges, and why. */
  public Map<Cidr, String> admitted(Cluster cluster) {
    Map<Cidr, String> admitted = new LinkedHashMap<>();
    boolean nodeMay = false;
    for (Cidr range : sourceRanges) {
      admitted.put(range, "source range");
      for (Node node : cluster.nodes()) {
        nodeMay |= node.address(range.family()).filter(range::contains).isPresent();
      }
    }
    if (nodeMay) {
      // A node that has the load balancer's address itself sends from it.
      for (IpAddress ip : loadBalancerIps) {
        admitted.putIfAbsent(ip.asHost(), "from its own address");
      }
    }
    return admitted;
  }
}
