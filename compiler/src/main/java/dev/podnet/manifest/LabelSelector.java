package dev.podnet.manifest;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;

/**
 * A label selector: every requirement must hold; without any it selects everything. {@code matchLabels} are given as
 * {@link Operator#IN} with one value, before the {@code matchExpressions}.
 *
 * @param span where it is written
 * @param requirements its conditions
 */
public record LabelSelector(Span span, List<Requirement> requirements) {

  /** Copies the list. */
  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /** The operators of the Kubernetes API. */
  public enum Operator {
    IN("In"),
    NOT_IN("NotIn"),
    EXISTS("Exists"),
    DOES_NOT_EXIST("DoesNotExist");

    private final String word;

    Operator(String word) {
      this.word = word;
    }

    /** The word as the Kubernetes API writes it. */
    public String word() {
      return word;
    }
  }

  /**
   * One condition.
   *
   * @param span where it is written
   * @param key the label's key
   * @param operator what must hold
   * @param values at least one for In and NotIn, none for the others
   */
  public record Requirement(
      Span span, Located<String> key, Operator operator, List<Located<String>> values) {
    /** Copies the list. */
    public Requirement {
      values = List.copyOf(values);
    }
  }
}
