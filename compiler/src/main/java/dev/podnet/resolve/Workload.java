package dev.podnet.resolve;

import dev.podnet.manifest.PodSpec;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Pods that are made and placed together: {@code pods} of a spec, a workload of a manifest, or one pod of its own.
 *
 * @param ref the name of the whole
 * @param span where it is declared
 * @param title as messages and the model name it: {@code Deployment default/web}; empty for a pod of its own
 * @param namesFixed whether its pods must have the names they have; those of a Deployment may be called otherwise
 * @param imported whether it came from a manifest
 * @param spread how its pods go round the nodes
 * @param on the only nodes it may run on; empty for no such list
 * @param nodeSelector the labels its nodes carry
 * @param tolerations the taints its pods bear
 * @param pods its pods in order; the pattern of them for {@link Spread#EVERY_NODE}
 */
record Workload(
    ObjectRef ref,
    Span span,
    Optional<String> title,
    boolean namesFixed,
    boolean imported,
    Spread spread,
    List<Located<String>> on,
    SortedMap<String, String> nodeSelector,
    List<PodSpec.Toleration> tolerations,
    List<PodDraft> pods) {

  Workload {
    on = List.copyOf(on);
    tolerations = List.copyOf(tolerations);
    pods = List.copyOf(pods);
  }

  /** How pods go round the nodes that take them. */
  enum Spread {
    /** The first pod on the first node. */
    FROM_FIRST,
    /** The first pod on the node that the hash of the workload's name and the node's chooses. */
    FROM_HASH,
    /** A pod on each node. */
    EVERY_NODE
  }

  /** The same workload with other pods. */
  Workload with(List<PodDraft> otherPods) {
    return new Workload(
        ref, span, title, namesFixed, imported, spread, on, nodeSelector, tolerations, otherPods);
  }

  /** How messages name it, be it a pod of its own or more. */
  String described() {
    return title.orElse("pod " + ref);
  }

  /** Whether its pods bear all taints of a node that keep pods away. */
  boolean tolerates(Node node) {
    for (Node.Taint taint : node.taints()) {
      boolean keepsAway = !taint.effect().equals("PreferNoSchedule");
      if (keepsAway
          && tolerations.stream()
              .noneMatch(t -> t.tolerates(taint.key(), taint.value(), taint.effect()))) {
        return false;
      }
    }
    return true;
  }
}
