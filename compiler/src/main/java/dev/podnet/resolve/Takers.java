package dev.podnet.resolve;

import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The nodes that take a workload, in their order. */
final class Takers {

  private final List<Node> nodes;
  private final byte[][] names;

  Takers(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
    this.names =
        nodes.stream().map(n -> n.name().getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  List<Node> nodes() {
    return nodes;
  }

  boolean contains(Node node) {
    return nodes.contains(node);
  }

  /**
   * The number of the node whose hash together with the workload's name is greatest: among few or many nodes the same
   * one wins, so that a new node moves only the workloads that it wins (rendezvous hashing, Thaler and Ravishankar 1998).
   */
  int winner(ObjectRef workload) {
    long begun = StableHash.begun(workload + "@");
    int winner = 0;
    long greatest = -1;
    for (int i = 0; i < names.length; i++) {
      long hash = StableHash.ended(begun, names[i]);
      if (hash > greatest) {
        greatest = hash;
        winner = i;
      }
    }
    return winner;
  }

  /** The first node with room from a number on, around the end; the one of that number when none has room. */
  Node withRoom(long number, NodeRoom room) {
    int first = (int) (number % nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get((first + i) % nodes.size());
      if (room.left(node)) {
        return node;
      }
    }
    return nodes.get(first);
  }
}
