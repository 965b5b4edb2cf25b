package dev.podnet.plan;

import java.util.List;
import java.util.Optional;

/**
 * A rule of nftables.
 *
 * @param matches all of which must hold
 * @param statements what then happens, in order
 * @param comment the object of the spec it serves, such as {@code default/web:http}; empty for none
 */
public record NftRule(
    List<NftMatch> matches, List<NftStatement> statements, Optional<String> comment) {
  /** Copies the lists. */
  public NftRule {
    matches = List.copyOf(matches);
    statements = List.copyOf(statements);
  }
}
