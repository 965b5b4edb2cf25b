package dev.podnet.resolve;

import dev.podnet.model.Labels;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds pods by label, by name and by address without trying them all. */
final class PodIndex {

  private record Key(String namespace, String label, String value) {}

  private final Map<Key, List<Pod>> byLabel = new HashMap<>();
  private final Map<ObjectRef, Pod> byRef = new HashMap<>();
  private final Map<IpAddress, Pod> byIp = new HashMap<>();
  private final Map<IpAddress, String> nodeByIp = new HashMap<>();
  private final Map<String, String> zones = new HashMap<>();

  PodIndex(List<Pod> pods, List<Node> nodes) {
    for (Pod pod : pods) {
      byRef.put(pod.ref(), pod);
      pod.labels()
          .forEach((label, value) -> byLabel
              .computeIfAbsent(new Key(pod.ref().namespace(), label, value), k -> new ArrayList<>())
              .add(pod));
      if (pod.wired()) {
        pod.ips().forEach(ip -> byIp.putIfAbsent(ip.value(), pod));
      }
    }
    for (Node node : nodes) {
      node.addresses().forEach(ip -> nodeByIp.putIfAbsent(ip.value(), node.name()));
      node.zone().ifPresent(zone -> zones.put(node.name(), zone));
    }
  }

  /** The pods of a namespace that carry all labels of a selector that is not empty, by name. */
  List<Pod> select(String namespace, Map<String, String> selector) {
    List<Pod> fewest = null;
    for (Map.Entry<String, String> pair : selector.entrySet()) {
      List<Pod> list =
          byLabel.getOrDefault(new Key(namespace, pair.getKey(), pair.getValue()), List.of());
      if (fewest == null || list.size() < fewest.size()) {
        fewest = list;
      }
    }
    return fewest == null
        ? List.of()
        : fewest.stream().filter(p -> Labels.match(selector, p.labels())).toList();
  }

  Optional<Pod> find(ObjectRef ref) {
    return Optional.ofNullable(byRef.get(ref));
  }

  /** The pod that has an address of its own. */
  Optional<Pod> find(IpAddress ip) {
    return Optional.ofNullable(byIp.get(ip));
  }

  /** The node on which an address is: that of its pod, or the one whose own it is. */
  Optional<String> node(IpAddress ip) {
    return find(ip).flatMap(Pod::node).or(() -> Optional.ofNullable(nodeByIp.get(ip)));
  }

  /** The zone a node is in. */
  Optional<String> zone(String node) {
    return Optional.ofNullable(zones.get(node));
  }

  /** The first port of that name and protocol in a pod's containers. */
  static Optional<Integer> port(Pod pod, String name, Protocol protocol) {
    return pod.containers().stream()
        .flatMap(c -> c.ports().stream())
        .filter(p -> p.protocol() == protocol && p.name().filter(name::equals).isPresent())
        .map(Pod.Port::number)
        .findFirst();
  }
}
