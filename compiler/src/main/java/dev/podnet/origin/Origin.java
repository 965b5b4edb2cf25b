package dev.podnet.origin;

import java.util.List;
import java.util.Optional;

/**
 * Where a line of an output comes from.
 *
 * @param thing what the line is a piece of, such as {@code chain v4 nat PODNET-SERVICES}; empty for a line that only holds
 *     the file together
 * @param statements what the spec says that made it, the most telling first
 * @param host the host the file is of, whose statement is the last; empty for what several hosts share
 */
public record Origin(
    Optional<String> thing, List<SpecStatement> statements, Optional<String> host) {

  /** Copies the list. */
  public Origin {
    statements = List.copyOf(statements);
  }
}
