package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.source.Span;
import java.util.HashMap;
import java.util.Map;

/** Statements that may stand once in a block: the first counts, every later one is reported. */
final class Once {

  private final String block;
  private final Diagnostics diagnostics;
  private final Map<String, Span> seen = new HashMap<>();

  /** For one block, which messages call {@code block}: {@code node n1}. */
  Once(String block, Diagnostics diagnostics) {
    this.block = block;
    this.diagnostics = diagnostics;
  }

  /** Whether this is the first statement with that keyword. */
  boolean first(String keyword, Span span) {
    Span earlier = seen.putIfAbsent(keyword, span);
    if (earlier == null) {
      return true;
    }
    Diagnostic.at(span, NameCode.REPEATED_STATEMENT, keyword + " of " + block + " is given twice")
        .label("a second " + keyword)
        .related(earlier, "the first is here")
        .help("keep one of the two")
        .to(diagnostics);
    return false;
  }
}
