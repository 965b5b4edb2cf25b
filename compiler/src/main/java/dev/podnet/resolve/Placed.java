package dev.podnet.resolve;

import dev.podnet.model.Node;
import java.util.Optional;

/**
 * A pod that was placed, or that no node takes.
 *
 * @param pod the pod
 * @param workload what it was made by
 * @param node its node
 */
record Placed(PodDraft pod, Workload workload, Optional<Node> node) {}
