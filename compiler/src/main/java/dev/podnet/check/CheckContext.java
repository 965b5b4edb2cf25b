package dev.podnet.check;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the rules look at: the cluster, the fabric, and indexes that are built once. */
final class CheckContext {

  private final Cluster cluster;
  private final Optional<FabricFacts> fabric;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Segment> segments = new LinkedHashMap<>();
  private final Map<String, List<Node>> nodesBySegment = new LinkedHashMap<>();
  private final Map<String, List<Pod>> podsByNode = new LinkedHashMap<>();
  private final List<ClusterRange> ranges = new ArrayList<>();
  private final TreeMap<IpAddress, Node> shares = new TreeMap<>();
  private final UnderlayGraph underlay;
  private final FreeRanges freeRanges;
  private final List<HostPort> hostPorts;

  CheckContext(Cluster cluster, Optional<FabricFacts> fabric) {
    this.cluster = cluster;
    this.fabric = fabric;
    cluster.nodes().forEach(node -> nodes.put(node.name(), node));
    for (Segment segment : cluster.segments()) {
      segments.put(segment.name(), segment);
      nodesBySegment.put(segment.name(), new ArrayList<>());
    }
    for (Node node : cluster.nodes()) {
      node.segment().map(nodesBySegment::get).ifPresent(list -> list.add(node));
      podsByNode.put(node.name(), new ArrayList<>());
      node.podCidrs().forEach(share -> shares.putIfAbsent(share.value().network(), node));
    }
    for (Pod pod : cluster.pods()) {
      pod.node().map(podsByNode::get).ifPresent(list -> list.add(pod));
    }
    addRanges(cluster.settings().podCidrs(), true);
    addRanges(cluster.settings().serviceCidrs(), false);
    this.underlay = new UnderlayGraph(cluster);
    this.freeRanges = new FreeRanges(cluster);
    this.hostPorts = HostPort.of(podsByNode);
  }

  private void addRanges(List<Located<Cidr>> cidrs, boolean pods) {
    for (Located<Cidr> cidr : cidrs) {
      if (SpecialAddresses.overlapping(cidr.value()).isEmpty()) {
        ranges.add(new ClusterRange(cidr.value(), pods, cidr.span()));
      }
    }
  }

  Cluster cluster() {
    return cluster;
  }

  /** The fabric; empty when there is none of the name that was written. */
  Optional<FabricFacts> fabric() {
    return fabric;
  }

  /** The nodes by name. */
  Map<String, Node> nodes() {
    return nodes;
  }

  /** The segments by name. */
  Map<String, Segment> segments() {
    return segments;
  }

  /** The nodes on each segment, by its name; every segment is in it. */
  Map<String, List<Node>> nodesBySegment() {
    return nodesBySegment;
  }

  /** The pods on each node, by its name; every node is in it. */
  Map<String, List<Pod>> podsByNode() {
    return podsByNode;
  }

  /** The pod ranges and the service ranges, but those whose addresses have another purpose altogether. */
  List<ClusterRange> ranges() {
    return ranges;
  }

  /** The range of the cluster that holds an address, if one does. */
  Optional<ClusterRange> rangeOf(IpAddress address) {
    for (ClusterRange range : ranges) {
      if (range.cidr().contains(address)) {
        return Optional.of(range);
      }
    }
    return Optional.empty();
  }

  /** The node whose pod CIDR holds an address. */
  Optional<Node> ownerOf(IpAddress address) {
    Map.Entry<IpAddress, Node> entry = shares.floorEntry(address);
    return entry == null
        ? Optional.empty()
        : Optional.of(entry.getValue())
            .filter(n -> n.podCidrs().stream().anyMatch(c -> c.value().contains(address)));
  }

  /** The underlay: which nodes, segments and routers are joined. */
  UnderlayGraph underlay() {
    return underlay;
  }

  /** The ports of hosts that lead to pods, node by node. */
  List<HostPort> hostPorts() {
    return hostPorts;
  }

  /** Ranges to suggest. */
  FreeRanges freeRanges() {
    return freeRanges;
  }

  /** Whether there is a segment that the spec itself declares. */
  boolean explicitSegments() {
    return cluster.segments().stream().anyMatch(s -> !s.implicit());
  }

  /** Whether the user wrote a value: a default stands at the place of the thing it belongs to. */
  static boolean written(Located<?> value, Span owner) {
    return !value.span().equals(owner);
  }

  /** Whether a place is in a Kubernetes manifest: what a cluster once accepted is judged more mildly. */
  static boolean imported(Span span) {
    return span.inManifest();
  }
}
