package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.LabelContext;
import dev.podnet.grammar.PodnetParser.LabelListContext;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads labels, by Kubernetes' rules: a key is {@code [PREFIX/]NAME} with a DNS subdomain as its prefix; name and value
 * have at most 63 of letters, digits, '-', '_' and '.', with a letter or digit at both ends; a value may be empty
 * (kubernetes.io/docs/concepts/overview/working-with-objects/labels).
 */
final class LabelText {

  private static final int MAX = 63;

  private final Reading reading;

  LabelText(Reading reading) {
    this.reading = reading;
  }

  /** The labels of a statement, each key once. */
  List<LabelPair> labels(LabelListContext rule) {
    if (rule == null) {
      return List.of();
    }
    return distinct(Reading.each(rule.label(), this::label));
  }

  /** The labels of all {@code labels} statements of a block: a key that stands in two of them is reported. */
  <T> void distinct(List<T> items, Function<T, List<LabelPair>> labelsOf) {
    List<LabelPair> all = new ArrayList<>();
    int statements = 0;
    for (T item : items) {
      List<LabelPair> labels = labelsOf.apply(item);
      statements += labels.isEmpty() ? 0 : 1;
      all.addAll(labels);
    }
    if (statements > 1) {
      distinct(all);
    }
  }

  private List<LabelPair> distinct(List<LabelPair> pairs) {
    Map<String, LabelPair> byKey = new LinkedHashMap<>();
    for (LabelPair pair : pairs) {
      LabelPair before = byKey.putIfAbsent(pair.key().value(), pair);
      if (before != null) {
        reading.report(Diagnostic.at(
                pair.key().span(),
                SyntaxCode.DUPLICATE_VALUE,
                "label `" + pair.key().value() + "` stands here twice")
            .label("remove one of them")
            .related(before.key().span(), "here it is first"));
      }
    }
    return List.copyOf(byKey.values());
  }

  private Optional<LabelPair> label(LabelContext rule) {
    Span word = reading.span(rule.LABEL().getSymbol());
    String text = word.text();
    int equals = text.indexOf('=');
    Located<String> key = new Located<>(text.substring(0, equals), word.sub(0, equals));
    Span valuePlace = word.sub(equals + 1, text.length());
    if (rule.STRING() != null) {
      return quoted(rule, key, valuePlace);
    }
    if (text.startsWith("==", equals)) {
      reading.report(
          Diagnostic.at(word.sub(equals, equals + 2), SyntaxCode.BAD_LABEL, "labels have one `=`")
              .label("write `" + key.value() + "=" + text.substring(equals + 2) + "`"));
      return Optional.empty();
    }
    if (key.value().endsWith("!")) {
      reading.report(
          Diagnostic.at(word, SyntaxCode.BAD_LABEL, "selectors here know only `=`, not `!=`")
              .label("labels an object must have"));
      return Optional.empty();
    }
    if (Oddities.report(reading, valuePlace) || !keyIsSound(key) || !valueIsSound(valuePlace)) {
      return Optional.empty();
    }
    return Optional.of(new LabelPair(word, key, new Located<>(valuePlace.text(), valuePlace)));
  }

  private Optional<LabelPair> quoted(LabelContext rule, Located<String> key, Span empty) {
    Span string = reading.span(rule.STRING().getSymbol());
    String inner = string.text().substring(1, string.text().length() - 1);
    if (inner.isEmpty() && empty.text().isEmpty() && empty.end() == string.start()) {
      return keyIsSound(key)
          ? Optional.of(new LabelPair(reading.span(rule), key, new Located<>("", string)))
          : Optional.empty();
    }
    reading.report(Diagnostic.at(string, SyntaxCode.QUOTES, "values of labels are written bare")
        .label("without the quotes")
        .help("write `" + key.value() + "=" + inner + "`"));
    return Optional.empty();
  }

  private boolean keyIsSound(Located<String> key) {
    String text = key.value();
    int slash = text.indexOf('/');
    String prefix = slash < 0 ? null : text.substring(0, slash);
    String name = text.substring(slash + 1);
    String fault = null;
    if (text.isEmpty()) {
      fault = "the key is missing before `=`";
    } else if (prefix != null) {
      String prefixFault = Names.subdomainFault(prefix);
      fault = prefixFault == null ? null : "what stands before `/` is a domain: " + prefixFault;
    }
    if (fault == null) {
      fault = partFault(name, "key");
    }
    return fault == null
        || refuse(
            key.span(),
            text.isEmpty()
                ? "a label without a key"
                : "`" + text + "` cannot be the key of a label",
            fault);
  }

  private boolean valueIsSound(Span place) {
    String text = place.text();
    String fault = text.isEmpty() ? null : partFault(text, "value");
    return fault == null || refuse(place, "`" + text + "` cannot be the value of a label", fault);
  }

  private boolean refuse(Span place, String message, String fault) {
    reading.report(Diagnostic.at(place, SyntaxCode.BAD_LABEL, message).label(fault));
    return false;
  }

  private static String partFault(String text, String what) {
    if (text.isEmpty()) {
      return "the " + what + " is empty";
    }
    if (text.length() > MAX) {
      return "it has " + text.length() + " characters, the most is " + MAX;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!letterOrDigit(c) && c != '-' && c != '_' && c != '.') {
        return "only letters, digits, '-', '_' and '.' may stand in it, not '"
            + Character.toString(text.codePointAt(i)) + "'";
      }
    }
    return letterOrDigit(text.charAt(0)) && letterOrDigit(text.charAt(text.length() - 1))
        ? null
        : "it begins and ends with a letter or digit";
  }

  private static boolean letterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
