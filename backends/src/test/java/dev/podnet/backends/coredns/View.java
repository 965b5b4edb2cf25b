package dev.podnet.backends.coredns;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of CoreDNS's plugin {@code view}, of the forms its page shows: some types, and a name that matches a pattern.
 *
 * @param types the types asked for
 * @param name the pattern
 */
record View(List<String> types, Pattern name) {

  private static final Pattern FORM = Pattern.compile(
      "type\\(\\) in \\[('[A-Z]+'(?:, '[A-Z]+')*)\\] && name\\(\\) matches '([^'\\\\]+)'");

  /** Reads one; null when it is of another form. */
  static View read(String expression) {
    Matcher parts = FORM.matcher(expression);
    return parts.matches()
        ? new View(
            List.of(parts.group(1).replace("'", "").split(", ")), Pattern.compile(parts.group(2)))
        : null;
  }

  /** Whether a question is its block's; the name in lower case with its last dot. */
  boolean takes(String type, String question) {
    return types.contains(type) && name.matcher(question).find();
  }
}
