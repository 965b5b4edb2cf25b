package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.LabelSelector.Operator;
import dev.podnet.manifest.LabelSelector.Requirement;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads label selectors. */
final class SelectorReader {

  private static final Map<String, Operator> OPERATORS = new LinkedHashMap<>();

  static {
    for (Operator operator : Operator.values()) {
      OPERATORS.put(operator.word(), operator);
    }
  }

  private SelectorReader() {}

  /** Reads the map of a selector. */
  static LabelSelector read(Fields fields) {
    if (fields.reading().isStrict()) {
      fields.only(
          Map.of("app", "labels stand below matchLabels", "name", "labels stand below matchLabels"),
          List.of("matchLabels", "matchExpressions"));
    }
    List<Requirement> requirements = new ArrayList<>();
    for (LabelMap.Entry entry : LabelText.labels(fields, "matchLabels").entries()) {
      requirements.add(
          new Requirement(entry.key().span(), entry.key(), Operator.IN, List.of(entry.value())));
    }
    for (Fields expression : fields.maps("matchExpressions")) {
      requirement(expression).ifPresent(requirements::add);
    }
    return new LabelSelector(fields.span(), requirements);
  }

  private static Optional<Requirement> requirement(Fields fields) {
    if (fields.reading().isStrict()) {
      fields.only(Map.of("value", "'values' is a list"), List.of("key", "operator", "values"));
    }
    Optional<Located<String>> key =
        Values.text(fields, "key").filter(text -> LabelText.checkKey(fields, text));
    Optional<Located<Operator>> operator = Values.word(fields, "operator", OPERATORS);
    List<Located<String>> values = new ArrayList<>();
    int written = 0;
    for (Node item : fields.list("values")) {
      written++;
      Values.text(fields, "values", item)
          .filter(text -> LabelText.checkValue(fields, text))
          .ifPresent(values::add);
    }
    for (String wanted : List.of("key", "operator")) {
      if (fields.node(wanted).isEmpty()) {
        fields.missing(wanted);
      }
    }
    if (key.isEmpty() || operator.isEmpty()) {
      return Optional.empty();
    }
    Operator op = operator.get().value();
    boolean wantsValues = op == Operator.IN || op == Operator.NOT_IN;
    boolean unreadable = written == 0
        && fields.node("values").filter(n -> !(n instanceof SequenceNode)).isPresent();
    if (unreadable) {
      return Optional.empty();
    }
    if (wantsValues == (written == 0)) {
      fields
          .reading()
          .at(
              wantsValues ? operator.get().span() : fields.keyPlace("values"),
              ManifestCode.SELECTOR,
              wantsValues
                  ? "the operator " + op.word() + " needs values"
                  : "the operator " + op.word() + " takes no values")
          .help(
              wantsValues
                  ? "list them below 'values', or use the operator Exists"
                  : "take them away, or use the operator In")
          .report();
      return Optional.empty();
    }
    return Optional.of(new Requirement(fields.place(), key.get(), op, values));
  }

  /** Whether labels meet a selector. */
  static boolean matches(LabelSelector selector, LabelMap labels) {
    return selector.requirements().stream().allMatch(requirement -> {
      Optional<Located<String>> label = labels.get(requirement.key().value());
      boolean among = label.isPresent()
          && requirement.values().stream()
              .anyMatch(v -> v.value().equals(label.get().value()));
      return switch (requirement.operator()) {
        case IN -> among;
        case NOT_IN -> !among;
        case EXISTS -> label.isPresent();
        case DOES_NOT_EXIST -> label.isEmpty();
      };
    });
  }
}
