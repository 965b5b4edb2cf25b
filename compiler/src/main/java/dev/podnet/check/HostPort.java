package dev.podnet.check;

import dev.podnet.model.Pod;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A port of a host that leads to a pod: a {@code hostPort}, or any port of a pod in the host's network.
 *
 * @param node the host
 * @param pod the pod
 * @param span where the port is written
 * @param protocol its protocol
 * @param number its number on the host
 * @param address the host's address it is on; empty for all of them
 * @param hostNetwork whether the pod is in the host's network
 */
record HostPort(
    String node,
    Pod pod,
    Span span,
    Protocol protocol,
    int number,
    Optional<IpAddress> address,
    boolean hostNetwork) {

  /** Every host port of the pods that have a node. */
  static List<HostPort> of(Map<String, List<Pod>> podsByNode) {
    List<HostPort> found = new ArrayList<>();
    podsByNode.forEach((node, pods) -> {
      for (Pod pod : pods) {
        for (Pod.Container container : pod.containers()) {
          container.ports().forEach(port -> add(found, node, pod, port));
        }
      }
    });
    return List.copyOf(found);
  }

  private static void add(List<HostPort> found, String node, Pod pod, Pod.Port port) {
    boolean host = pod.network() == Pod.Network.HOST;
    if (!host && port.hostPort().isEmpty()) {
      return;
    }
    Optional<IpAddress> address = port.hostIp().filter(ip -> ip.high() != 0 || ip.low() != 0);
    int number = port.hostPort().orElse(port.number());
    found.add(new HostPort(node, pod, port.span(), port.protocol(), number, address, host));
  }
}
