package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says in plain words what SnakeYAML says in those of the YAML specification. */
final class YamlErrors {

  private static final int LONGEST_MARKED = 40;

  private YamlErrors() {}

  /**
   * One of SnakeYAML's messages.
   *
   * @param begin how it begins
   * @param atContext whether the place to show is where the broken thing begins
   * @param message what to say instead
   * @param help the way out
   */
  private record Wording(String begin, boolean atContext, String message, String help) {}

  private static final List<Wording> WORDINGS = List.of(
      new Wording(
          "mapping values are not allowed",
          false,
          "a ':' stands where no key can be",
          "indent the line like its neighbours, or quote a text that has ': ' in it"),
      new Wording(
          "found character '\t(TAB)'", false, "YAML is not indented with tabs", "use spaces"),
      new Wording(
          "found character '\\t(TAB)'", false, "YAML is not indented with tabs", "use spaces"),
      new Wording(
          "found unexpected end of stream",
          true,
          "the quote that opens here is never closed",
          "close it"),
      new Wording(
          "found unexpected document separator",
          true,
          "the quote that opens here is not closed before the next '---'",
          "close it"),
      new Wording(
          "could not find expected ':'",
          true,
          "a line that is neither 'key: value' nor a list item",
          "put ': ' behind the key; a text of several lines begins with '|' or '>'"),
      new Wording(
          "expected <block end>",
          false,
          "this does not belong to the block it stands in",
          "indent it like the other lines of its block"),
      new Wording(
          "expected ',' or ']'",
          false,
          "here ',' or ']' is missing",
          "close the list that begins with '['"),
      new Wording(
          "expected ',' or '}'",
          false,
          "here ',' or '}' is missing",
          "close the map that begins with '{'"),
      new Wording(
          "expected the node content",
          false,
          "a value is missing here",
          "write the value, or quote a text that begins like this"),
      new Wording(
          "sequence entries are not allowed",
          false,
          "a list item cannot begin here",
          "put each '- ' on a line of its own"),
      new Wording(
          "expected chomping or indentation",
          false,
          "behind '|' or '>' only '-', '+' and a digit can stand",
          "begin the text on the next line"),
      new Wording(
          "found incompatible YAML document",
          false,
          "the file asks for another version of YAML",
          "take the %YAML line away"),
      new Wording(
          "mapping keys are not allowed", false, "a '? ' cannot stand here", "take it away"),
      new Wording(
          "found unknown escape character",
          false,
          "a backslash in double quotes before a character that it does not go with",
          "double the backslash, or use single quotes"),
      new Wording(
          "expected '<document start>'",
          false,
          "what stands here does not belong to the document above it",
          "begin a new document with a line '---'"));

  /** Reports a place where YAML gave up; as a template when it looks like one. */
  static void report(Reading reading, MarkedYAMLException e, int index) {
    int problemAt = e.getProblemMark() == null ? index : e.getProblemMark().getIndex();
    int contextAt = e.getContextMark() == null ? problemAt : e.getContextMark().getIndex();
    String problem = e.getProblem() == null ? "" : e.getProblem();
    Optional<Wording> wording =
        WORDINGS.stream().filter(w -> problem.startsWith(w.begin())).findFirst();
    Span place = place(reading, problemAt);
    Span context = place(reading, contextAt);
    if (Templates.reportLines(reading, place.line())
        || Templates.reportLines(reading, context.line())) {
      return;
    }
    if (wording.isPresent()) {
      Wording words = wording.get();
      finding(reading, words.atContext() ? context : place, words.message())
          .help(words.help())
          .report();
    } else if (problem.startsWith("found character '")) {
      finding(reading, place, "a value cannot begin with this character")
          .help("put the value into quotes")
          .report();
    } else if (problem.startsWith("found undefined alias")) {
      finding(reading, place, "no anchor stands before this alias")
          .help("quote a text that begins with '*'")
          .report();
    } else {
      int aside = problem.indexOf('(');
      String cause = (aside > 0 ? problem.substring(0, aside) : problem).strip();
      finding(
              reading,
              place,
              "this is not YAML" + (cause.isEmpty() ? "" : ": " + Values.shown(cause)))
          .report();
    }
  }

  private static Reading.Finding finding(Reading reading, Span place, String message) {
    return reading.at(place, ManifestCode.YAML_SYNTAX, message);
  }

  /** Reports a character that no YAML may contain. */
  static void report(Reading reading, ReaderException e) {
    finding(
            reading,
            place(reading, e.getPosition()),
            String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()))
        .help("take it away; in double quotes it may be written as an escape")
        .report();
  }

  /** Reports a limit, or whatever else SnakeYAML found without naming its place. */
  static void report(Reading reading, RuntimeException e, int index) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    Span place = place(reading, index);
    if (message.startsWith("Number of aliases")) {
      limit(
          reading,
          place,
          "more than " + StreamingComposer.MAX_ALIASES + " aliases of maps and lists",
          "write some of them out");
    } else if (message.startsWith("Nesting Depth")) {
      tooDeep(reading, index);
    } else if (message.startsWith("The incoming YAML document exceeds")) {
      limit(
          reading,
          place,
          "a document of more than " + StreamingComposer.MAX_CODE_POINTS + " characters",
          "split it");
    } else {
      finding(reading, place, "this cannot be read as YAML").report();
    }
  }

  /** Reports a document whose maps and lists stand in each other too deeply. */
  static void tooDeep(Reading reading, int index) {
    limit(
        reading,
        place(reading, index),
        "maps and lists stand in each other more than " + StreamingComposer.MAX_DEPTH + " deep",
        "no Kubernetes object needs that");
  }

  private static void limit(Reading reading, Span place, String message, String help) {
    reading.at(place, ManifestCode.LIMIT, message).help(help).report();
  }

  /** From a place to the end of the word there. */
  private static Span place(Reading reading, int index) {
    String text = reading.file().text();
    int start = reading.offset(index);
    int end = start;
    while (end < text.length() && end - start < LONGEST_MARKED && text.charAt(end) > ' ') {
      end++;
    }
    return new Span(reading.file(), start, end);
  }
}
