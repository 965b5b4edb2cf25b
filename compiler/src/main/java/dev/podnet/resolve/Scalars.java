package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.source.Located;
import dev.podnet.syntax.LabelPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small conversions that several resolvers need. */
final class Scalars {

  private Scalars() {}

  /** The values of a map without their places. */
  static SortedMap<String, String> values(Map<String, Located<String>> located) {
    SortedMap<String, String> values = new TreeMap<>();
    located.forEach((key, value) -> values.put(key, value.value()));
    return values;
  }

  /**
   * Labels as a map; a key with two values is reported.
   *
   * @param what whose labels, for the message: {@code node n1}
   */
  static SortedMap<String, String> labels(
      List<LabelPair> pairs, String what, Diagnostics diagnostics) {
    Map<String, Located<String>> seen = new HashMap<>();
    for (LabelPair pair : pairs) {
      Located<String> earlier = seen.putIfAbsent(pair.key().value(), pair.value());
      if (earlier != null && !earlier.value().equals(pair.value().value())) {
        Diagnostic.at(
                pair.span(),
                NameCode.CONTRADICTION,
                "label " + pair.key() + " of " + what + " is " + earlier + " and " + pair.value())
            .label("another value")
            .related(earlier.span(), "the first is here")
            .help("keep one of the two")
            .to(diagnostics);
      }
    }
    return values(seen);
  }
}
