package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.Located;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What holds for every list. */
final class Lists {

  private Lists() {}

  /** The values without repetitions, each of which is reported. */
  static <T> List<Located<T>> distinct(Reading reading, List<Located<T>> values) {
    Map<T, Located<T>> first = new LinkedHashMap<>();
    for (Located<T> value : values) {
      Located<T> before = first.putIfAbsent(value.value(), value);
      if (before != null) {
        reading.report(Diagnostic.at(
                value.span(),
                SyntaxCode.DUPLICATE_VALUE,
                "`" + value.value() + "` stands in this list twice")
            .label("remove this one")
            .related(before.span(), "here it is first"));
      }
    }
    return List.copyOf(first.values());
  }
}
