package dev.podnet.backends.common;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes by the segment they are on. */
public final class Segments {

  private Segments() {}

  /** The nodes of each segment that has any, in the order of the cluster's segments. */
  public static Map<String, List<Node>> nodes(Cluster cluster) {
    Map<String, List<Node>> bySegment = new LinkedHashMap<>();
    cluster.segments().forEach(s -> bySegment.put(s.name(), new ArrayList<>()));
    for (Node node : cluster.nodes()) {
      node.segment().map(bySegment::get).ifPresent(list -> list.add(node));
    }
    bySegment.values().removeIf(List::isEmpty);
    return bySegment;
  }
}
