package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.Span;
import java.util.HashMap;
import java.util.Map;
import org.antlr.v4.runtime.Token;

/** Which statements a block has had, for those that may stand in it once. */
final class Once {

  /** How a list grows. */
  static final String COMMA = "a comma continues a list, at the end of a line too";

  /** How a selector grows. */
  static final String ONE_LINE = "all labels stand behind one keyword: `app=web tier=front`";

  private final Reading reading;
  private final String where;
  private final Map<String, Span> seen = new HashMap<>();

  Once(Reading reading) {
    this(reading, "block");
  }

  /** For the options of one statement rather than the statements of a block. */
  static Once inStatement(Reading reading) {
    return new Once(reading, "statement");
  }

  private Once(Reading reading, String where) {
    this.reading = reading;
    this.where = where;
  }

  /** Whether the keyword is new in this block; the second one is reported. */
  boolean first(Token keyword) {
    return first(keyword, null);
  }

  /** As {@link #first(Token)}, with a way out. */
  boolean first(Token keyword, String help) {
    Span here = reading.span(keyword);
    Span before = seen.putIfAbsent(keyword.getText(), here);
    if (before == null) {
      return true;
    }
    Diagnostic.Builder finding = Diagnostic.at(
            here,
            SyntaxCode.DUPLICATE_STATEMENT,
            "`" + keyword.getText() + "` stands twice in this " + where)
        .label("remove one of them")
        .related(before, "here it is first");
    reading.report(help == null ? finding : finding.help(help));
    return false;
  }
}
