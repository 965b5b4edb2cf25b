package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.NameContext;
import dev.podnet.grammar.PodnetParser.NamesContext;
import dev.podnet.grammar.PodnetParser.NumberContext;
import dev.podnet.grammar.PodnetParser.PortNumberContext;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/** The readers of values, in one place. */
final class Values {

  /** The most nodes or pods one statement makes. */
  static final int MAX_COUNT = 100_000;

  private final Reading reading;
  private final Addresses addresses;
  private final Numbers numbers;
  private final Names names;
  private final LabelText labels;
  private final Parties parties;

  Values(Reading reading) {
    this.reading = reading;
    this.addresses = new Addresses(reading);
    this.numbers = new Numbers(reading);
    this.names = new Names(reading);
    this.labels = new LabelText(reading);
    this.parties = new Parties(reading, this);
  }

  Addresses addresses() {
    return addresses;
  }

  Numbers numbers() {
    return numbers;
  }

  Names names() {
    return names;
  }

  LabelText labels() {
    return labels;
  }

  Parties parties() {
    return parties;
  }

  /** The name of an object, if the rule that holds it parsed. */
  Optional<Located<String>> name(NameContext rule, String what) {
    return !reading.sound(rule) ? Optional.empty() : names.label(reading.span(rule), what);
  }

  /** The name of a node, which may have dots, as hosts of clouds have. */
  Optional<Located<String>> nodeName(NameContext rule) {
    return !reading.sound(rule) ? Optional.empty() : names.subdomain(reading.span(rule), "a node");
  }

  /** A list of names, each once. */
  List<Located<String>> names(NamesContext rule, String what) {
    return !reading.sound(rule)
        ? List.of()
        : Lists.distinct(reading, Reading.each(rule.name(), name -> name(name, what)));
  }

  /**
   * The name of a port.
   *
   * @param number what follows it, for what is not a name but belongs elsewhere
   * @param container whether the stricter rule of container ports holds
   */
  Optional<Located<String>> portName(Span span, PortNumberContext number, boolean container) {
    String text = span.text();
    String port = reading.span(number).text();
    if (List.of("TCP", "UDP", "SCTP").contains(text)) {
      reading.report(Diagnostic.at(
              span, SyntaxCode.BAD_PROTOCOL, "the protocol of a port stands behind its number")
          .label("not here")
          .help("write `port " + port + "/" + text + "`"));
      return Optional.empty();
    }
    if (!container && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      reading.report(
          Diagnostic.at(span, SyntaxCode.BAD_NAME, "`" + text + "` cannot be the name of a port")
              .label("it has no letter")
              .help("the target of a port stands behind an arrow: `port " + text + " -> " + port
                  + "`"));
      return Optional.empty();
    }
    return container ? names.portName(span) : names.label(span, "a port");
  }

  /** How many of something one statement makes; the name is there to see whether the two were swapped. */
  Optional<Located<Integer>> count(NameContext name, NumberContext rule, String what) {
    if (!reading.sound(rule)) {
      return Optional.empty();
    }
    Span place = reading.span(rule);
    String first = reading.sound(name) ? reading.span(name).text() : "";
    if (first.matches("[0-9]+") && !place.text().matches("[0-9]+")) {
      reading.report(
          Diagnostic.at(place, SyntaxCode.BAD_NUMBER, "`" + place.text() + "` is not a number")
              .label("the number of " + what)
              .help("the name stands first: `" + what + " " + place.text() + " " + first + "`"));
      return Optional.empty();
    }
    return numbers.number(place, "the number of " + what, 1, MAX_COUNT);
  }

  /** The text that a string in double quotes means. */
  Optional<Located<String>> text(Span string) {
    String raw = string.text();
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 1; i < raw.length() - 1; i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      i++;
      switch (raw.charAt(i)) {
        case '"', '\\' -> text.append(raw.charAt(i));
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        default -> {
          int end = i + Character.charCount(raw.codePointAt(i));
          reading.report(Diagnostic.at(
                  string.sub(i - 1, end),
                  SyntaxCode.BAD_ESCAPE,
                  "unknown escape `" + raw.substring(i - 1, end) + "`")
              .label("there are \\\" \\\\ \\n and \\t")
              .help("a backslash itself is written `\\\\`"));
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Located<>(text.toString(), string));
  }

  /** A string that says something: not blank, without control characters. */
  Optional<Located<String>> textNotBlank(Span string, String what) {
    Optional<Located<String>> text = text(string);
    if (text.isPresent() && text.get().value().isBlank()) {
      reading.report(
          Diagnostic.at(string, SyntaxCode.MISSING_VALUE, "the string is empty").label(what));
      return Optional.empty();
    }
    return text;
  }

  /** Whether a key of settings has a sign behind it that does not belong there; reports it. The value is for the help. */
  boolean assigned(Span key, String value) {
    String text = key.text();
    int sign = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
    if (sign < 0) {
      return false;
    }
    String rest = text.substring(sign + 1).isEmpty() ? value : text.substring(sign + 1);
    reading.report(Diagnostic.at(
            key.sub(sign, sign + 1),
            SyntaxCode.ASSIGNMENT,
            "a setting and its value have no `" + text.charAt(sign) + "` between them")
        .label("a space")
        .help("write `" + text.substring(0, sign) + " " + rest + "`"));
    return true;
  }
}
