package dev.podnet.diff;

import dev.podnet.facts.NetworkState;
import dev.podnet.model.Cluster;
import dev.podnet.origin.ObjectIndex;
import dev.podnet.origin.SpecObject;
import dev.podnet.origin.SpecStatement;
import dev.podnet.origin.Statements;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the two that are compared.
 *
 * @param state what its output says
 * @param statements what its spec says; empty where only the output is known
 * @param index the objects its output names
 */
public record Side(
    NetworkState state, Map<SpecObject, List<SpecStatement>> statements, ObjectIndex index) {

  /** A side of which the output is known, and maybe what it was compiled from. */
  public static Side of(NetworkState state, Optional<Cluster> cluster) {
    Map<SpecObject, List<SpecStatement>> statements =
        cluster.map(Statements::of).orElse(Map.of());
    return new Side(state, statements, new ObjectIndex(state, statements));
  }
}
