package dev.podnet.check;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Router;
import dev.podnet.model.Segment;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;

/**
 * The underlay as a graph: nodes hang on segments, routers join segments. Two nodes can send each other packets when a
 * path leads from one to the other.
 */
final class UnderlayGraph {

  private enum Kind {
    NODE,
    SEGMENT,
    ROUTER
  }

  private record Vertex(Kind kind, String name) {}

  private final Cluster cluster;
  private final Graph<Vertex, DefaultEdge> graph = new SimpleGraph<>(DefaultEdge.class);
  private final Map<Vertex, Integer> island = new LinkedHashMap<>();

  UnderlayGraph(Cluster cluster) {
    this.cluster = cluster;
    for (Segment segment : cluster.segments()) {
      graph.addVertex(segment(segment.name()));
    }
    for (Router router : cluster.routers()) {
      Vertex vertex = new Vertex(Kind.ROUTER, router.name());
      graph.addVertex(vertex);
      for (Located<String> name : router.segments()) {
        join(vertex, segment(name.value()));
      }
    }
    for (Node node : cluster.nodes()) {
      Vertex vertex = node(node.name());
      graph.addVertex(vertex);
      node.segment().ifPresent(name -> join(vertex, segment(name)));
    }
    List<Set<Vertex>> islands = new ConnectivityInspector<>(graph).connectedSets();
    for (int i = 0; i < islands.size(); i++) {
      for (Vertex vertex : islands.get(i)) {
        island.put(vertex, i);
      }
    }
  }

  private static Vertex segment(String name) {
    return new Vertex(Kind.SEGMENT, name);
  }

  private static Vertex node(String name) {
    return new Vertex(Kind.NODE, name);
  }

  private void join(Vertex from, Vertex to) {
    if (graph.containsVertex(to)) {
      graph.addEdge(from, to);
    }
  }

  /** The nodes that have a segment, grouped by who can reach whom; in the order of the cluster's nodes. */
  List<List<Node>> islands() {
    Map<Integer, List<Node>> groups = new LinkedHashMap<>();
    for (Node node : cluster.nodes()) {
      if (node.segment().isPresent()) {
        groups
            .computeIfAbsent(island.get(node(node.name())), i -> new ArrayList<>())
            .add(node);
      }
    }
    return List.copyOf(groups.values());
  }

  /** The segments a path leads to from a segment, itself among them; in the order of the cluster's segments. */
  List<Segment> reachable(Segment from) {
    Integer here = island.get(segment(from.name()));
    return cluster.segments().stream()
        .filter(s -> island.get(segment(s.name())).equals(here))
        .toList();
  }

  /** How many routers connect a segment. */
  long routers(Segment segment) {
    return cluster.routers().stream()
        .filter(r -> r.segments().stream().anyMatch(s -> s.value().equals(segment.name())))
        .count();
  }
}
