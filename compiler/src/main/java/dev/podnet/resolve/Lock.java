package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.NaturalOrder;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.SourceFile;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a compile chose, kept so that the next one chooses the same: the file {@code podnet.lock} beside a spec.
 *
 * <p>What the inputs say counts more than the lock; entries of things that are gone, or that no longer fit, are ignored.
 *
 * @param nodes the pod CIDRs of each node
 * @param pods the place and the addresses of each pod
 * @param services the addresses and node ports of each service
 */
public record Lock(
    SortedMap<String, List<Cidr>> nodes,
    SortedMap<ObjectRef, PodEntry> pods,
    SortedMap<ObjectRef, ServiceEntry> services) {

  /** A lock that fixes nothing. */
  public static final Lock EMPTY = new Lock(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  /** Copies the maps. */
  public Lock {
    SortedMap<String, List<Cidr>> byName = new TreeMap<>(NaturalOrder.INSTANCE);
    nodes.forEach((name, cidrs) -> byName.put(name, List.copyOf(cidrs)));
    nodes = Collections.unmodifiableSortedMap(byName);
    pods = Collections.unmodifiableSortedMap(new TreeMap<>(pods));
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
  }

  /**
   * What is fixed of a pod.
   *
   * @param node where it runs; empty when no node took it
   * @param ips its own addresses; none for a pod in its host's or another pod's network
   */
  public record PodEntry(Optional<String> node, List<IpAddress> ips) {
    /** Copies the list. */
    public PodEntry {
      ips = List.copyOf(ips);
    }
  }

  /**
   * What is fixed of a service.
   *
   * @param clusterIps its ClusterIPs
   * @param nodePorts its node ports by its own: {@code 80/TCP}
   */
  public record ServiceEntry(List<IpAddress> clusterIps, SortedMap<String, Integer> nodePorts) {
    /** Copies the collections. */
    public ServiceEntry {
      clusterIps = List.copyOf(clusterIps);
      SortedMap<String, Integer> byPort = new TreeMap<>(NaturalOrder.INSTANCE);
      byPort.putAll(nodePorts);
      nodePorts = Collections.unmodifiableSortedMap(byPort);
    }
  }

  /** The lock that fixes everything this cluster has. */
  public static Lock of(Cluster cluster) {
    SortedMap<String, List<Cidr>> nodes = new TreeMap<>(NaturalOrder.INSTANCE);
    for (Node node : cluster.nodes()) {
      nodes.put(node.name(), node.podCidrs().stream().map(Located::value).toList());
    }
    SortedMap<ObjectRef, PodEntry> pods = new TreeMap<>();
    for (Pod pod : cluster.pods()) {
      List<IpAddress> ips =
          pod.wired() ? pod.ips().stream().map(Located::value).toList() : List.of();
      pods.put(pod.ref(), new PodEntry(pod.node(), ips));
    }
    SortedMap<ObjectRef, ServiceEntry> services = new TreeMap<>();
    for (Service service : cluster.services()) {
      SortedMap<String, Integer> nodePorts = new TreeMap<>(NaturalOrder.INSTANCE);
      for (Service.Port port : service.ports()) {
        port.nodePort()
            .ifPresent(n -> nodePorts.put(portKey(port.number(), port.protocol()), n.value()));
      }
      List<IpAddress> ips = service.clusterIps().stream().map(Located::value).toList();
      if (!ips.isEmpty() || !nodePorts.isEmpty()) {
        services.put(service.ref(), new ServiceEntry(ips, nodePorts));
      }
    }
    return new Lock(nodes, pods, services);
  }

  /**
   * Reads a lock.
   *
   * @return the lock; empty when it is not what podnet writes, which is reported with its place
   */
  public static Optional<Lock> read(SourceFile file, Diagnostics diagnostics) {
    return LockReader.read(file, diagnostics);
  }

  /** The lock as the text of its file: JSON, sorted, with one line for each node, pod and service. */
  public String toText() {
    return LockWriter.write(this);
  }

  /** How a service's port is named in the lock: by number and protocol, which are its own in the service. */
  static String portKey(int number, Protocol protocol) {
    return number + "/" + protocol;
  }

  /** The pod CIDRs fixed for a node. */
  List<Cidr> podCidrs(String node) {
    return nodes.getOrDefault(node, List.of());
  }

  /** The node fixed for a pod. */
  Optional<String> node(ObjectRef pod) {
    return Optional.ofNullable(pods.get(pod)).flatMap(PodEntry::node);
  }

  /** The addresses fixed for a pod. */
  List<IpAddress> ips(ObjectRef pod) {
    return Optional.ofNullable(pods.get(pod)).map(PodEntry::ips).orElse(List.of());
  }

  /** The ClusterIPs fixed for a service. */
  List<IpAddress> clusterIps(ObjectRef service) {
    return Optional.ofNullable(services.get(service))
        .map(ServiceEntry::clusterIps)
        .orElse(List.of());
  }

  /** The node port fixed for a port of a service. */
  Optional<Integer> nodePort(ObjectRef service, int number, Protocol protocol) {
    Map<String, Integer> ports = Optional.ofNullable(services.get(service))
        .map(ServiceEntry::nodePorts)
        .map(m -> (Map<String, Integer>) m)
        .orElse(Map.of());
    return Optional.ofNullable(ports.get(portKey(number, protocol)));
  }
}
