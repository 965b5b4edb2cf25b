package dev.podnet.backends.common;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Segment;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Part;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ways from each node to the others' pods: tunnels, and plain routes between neighbours where these are wanted. */
public final class Peers {

  private Peers() {}

  /** Adds what leads through tunnels to some nodes' pods of some families. */
  public interface Tunnels {
    void peers(List<Node> nodes, Set<IpFamily> families, FragmentBuilder shared);
  }

  /** The shared fragment of the plain routes to the pods of a segment's nodes. */
  public static String plain(String segment) {
    return "peers-" + segment;
  }

  /** Plain routes between the nodes of each segment. */
  public static void plain(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    Segments.nodes(cluster).forEach((segment, nodes) -> {
      FragmentBuilder shared = plan.shared(
          plain(segment), Part.NETWORK, "routes to the pods of the nodes on " + segment);
      DirectRoutes.contribute(
          nodes, EnumSet.allOf(IpFamily.class), smaller(context, segment), shared);
      nodes.forEach(node -> plan.include(node.name(), plain(segment)));
    });
  }

  /** The size of pods' largest packets, where a segment's may be larger. */
  private static Optional<Integer> smaller(BackendContext context, String segment) {
    int wire = context.cluster().segments().stream()
        .filter(s -> s.name().equals(segment))
        .mapToInt(Segment::mtu)
        .findFirst()
        .orElseThrow();
    return context.podMtus().values().stream().min(Integer::compare).filter(least -> least < wire);
  }

  /** Tunnels from every node to every other. */
  public static void tunnelled(Cluster cluster, Tunnels tunnels, PlanBuilder plan) {
    FragmentBuilder peers = plan.shared("peers", Part.NETWORK, "tunnels to the pods of every node");
    tunnels.peers(cluster.nodes(), EnumSet.allOf(IpFamily.class), peers);
    cluster.nodes().forEach(node -> plan.include(node.name(), "peers"));
  }

  /**
   * Each node routes to those of its own segment and tunnels to the others. Pods of a family that the underlay does not
   * have are reached through the tunnels of the other family everywhere.
   */
  public static void direct(BackendContext context, Tunnels tunnels, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    Set<IpFamily> plain = EnumSet.noneOf(IpFamily.class);
    for (IpFamily family : cluster.settings().podFamilies()) {
      Underlay.outer(cluster, family).filter(family::equals).ifPresent(plain::add);
    }
    Set<IpFamily> wrapped = EnumSet.complementOf(EnumSet.copyOf(plain));
    Map<String, List<Node>> bySegment = Segments.nodes(cluster);
    bySegment.forEach((segment, nodes) -> {
      String direct = "peers-" + segment + "-direct";
      String tunnel = "peers-" + segment + "-tunnel";
      FragmentBuilder near =
          plan.shared(direct, Part.NETWORK, "routes to the pods of the nodes on " + segment);
      DirectRoutes.contribute(nodes, plain, smaller(context, segment), near);
      tunnels.peers(nodes, wrapped, near);
      tunnels.peers(
          nodes,
          EnumSet.allOf(IpFamily.class),
          plan.shared(tunnel, Part.NETWORK, "tunnels to the pods of the nodes on " + segment));
      for (Node node : cluster.nodes()) {
        if (node.segment().isPresent()) {
          boolean neighbour = node.segment().get().equals(segment);
          plan.include(node.name(), neighbour ? direct : tunnel);
        }
      }
    });
  }
}
