package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.Span;
import java.util.regex.Pattern;

/** Habits of other languages that spoil a value: quotes, brackets, signs. Looked for before a value is called wrong. */
final class Oddities {

  private static final String QUOTES = "'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb";
  private static final String BRACKETS = "[]()<>";

  /** The only value that has brackets (RFC 3986, 3.2.2). */
  private static final Pattern ADDRESS_WITH_PORT = Pattern.compile("\\[[^\\[\\]]+\\]:[0-9]+");

  private Oddities() {}

  /** Reports what spoils the word, if it is one of those habits. */
  static boolean report(Reading reading, Span span) {
    String text = span.text();
    if (text.isEmpty()) {
      return false;
    }
    if (Characters.reported(text)) {
      return true;
    }
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    if (QUOTES.indexOf(first) >= 0 || QUOTES.indexOf(last) >= 0) {
      reading.report(Diagnostic.at(span, SyntaxCode.QUOTES, "`" + text + "` has quotes around it")
          .label("write it bare")
          .help("values are written bare; only texts such as file names and commands stand in"
              + " double quotes"));
      return true;
    }
    if (first == '$' || text.startsWith("{{")) {
      reading.report(
          Diagnostic.at(span, SyntaxCode.UNEXPECTED, "`" + text + "` is a variable of another tool")
              .label("the language has no variables")
              .help("write the value itself"));
      return true;
    }
    if ((BRACKETS.indexOf(first) >= 0 || BRACKETS.indexOf(last) >= 0)
        && !ADDRESS_WITH_PORT.matcher(text).matches()) {
      reading.report(Diagnostic.at(span, SyntaxCode.UNEXPECTED, "`" + text + "` has brackets")
          .label("write it without")
          .help("a list is written with commas alone: `10.0.0.1, 10.0.0.2`"));
      return true;
    }
    if (first == '=' || first == ':' && !text.startsWith("::")) {
      reading.report(Diagnostic.at(
              span.sub(0, 1),
              SyntaxCode.ASSIGNMENT,
              "a keyword and its value have no `" + first + "` between them")
          .label("a space alone"));
      return true;
    }
    return false;
  }

  /** The position of the first character outside printable ASCII, or -1. */
  static int firstForeign(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return i;
      }
    }
    return -1;
  }
}
