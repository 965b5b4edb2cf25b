package dev.podnet.diagnostics;

import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One finding: what, where, why, what now.
 *
 * @param code the rule
 * @param severity how grave it is; the code's own unless a caller says otherwise
 * @param message one sentence in the user's words, without a full stop
 * @param primary the place it is about, if it is about one
 * @param related further places that explain it ("n1 has them here")
 * @param help a concrete edit or command, or empty
 */
public record Diagnostic(
    Code code,
    Severity severity,
    String message,
    Optional<Label> primary,
    List<Label> related,
    Optional<String> help) {

  /** By place (those without one first), then code, then message: never by the order in which rules ran. */
  public static final Comparator<Diagnostic> ORDER = Comparator.comparing(
          (Diagnostic d) -> d.primary.map(Label::span).orElse(null),
          Comparator.nullsFirst(Span::compareTo))
      .thenComparing(d -> d.code.id())
      .thenComparing(Diagnostic::message);

  /** Copies the list. */
  public Diagnostic {
    related = List.copyOf(related);
  }

  /** Begins a finding about a place. */
  public static Builder at(Span span, Code code, String message) {
    return new Builder(code, message).at(span);
  }

  /** Begins a finding that has no place. */
  public static Builder of(Code code, String message) {
    return new Builder(code, message);
  }

  /** Grows a diagnostic. */
  public static final class Builder {
    private final Code code;
    private final String message;
    private Severity severity;
    private Span span;
    private String label = "";
    private final List<Label> related = new ArrayList<>();
    private String help;

    private Builder(Code code, String message) {
      this.code = code;
      this.message = message;
      this.severity = code.severity();
    }

    private Builder at(Span place) {
      this.span = place;
      return this;
    }

    /** The words beside the caret. */
    public Builder label(String text) {
      this.label = text;
      return this;
    }

    /** A second place; ignored when there is none. */
    public Builder related(Span place, String text) {
      if (place != null) {
        related.add(new Label(place, text));
      }
      return this;
    }

    /** The way out. */
    public Builder help(String text) {
      this.help = text;
      return this;
    }

    /** Another severity than the code's own. */
    public Builder severity(Severity other) {
      this.severity = other;
      return this;
    }

    /** The finished value. */
    public Diagnostic build() {
      Optional<Label> primary =
          span == null ? Optional.empty() : Optional.of(new Label(span, label));
      return new Diagnostic(code, severity, message, primary, related, Optional.ofNullable(help));
    }

    /** Builds and reports it. */
    public void to(Diagnostics sink) {
      sink.report(build());
    }
  }
}
