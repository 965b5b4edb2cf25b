package dev.podnet.model;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * What joins segments at layer 3.
 *
 * @param name a DNS label
 * @param span where it is declared
 * @param segments names of the segments it joins, each known
 * @param routeLimit how many routes its table takes
 * @param asn its autonomous system, 1 to 4294967295, where it speaks BGP with the nodes next to it
 */
public record Router(
    String name,
    Span span,
    List<Located<String>> segments,
    Optional<Located<Integer>> routeLimit,
    Optional<Long> asn) {

  /** Copies the list. */
  public Router {
    segments = List.copyOf(segments);
  }
}
