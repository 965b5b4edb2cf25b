package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** What the builders of one file share: its text, the sink, and which statements did not parse. */
final class Reading {

  private final Findings findings;
  private final Set<ParserRuleContext> broken;

  /**
   * Begins to read a parsed file.
   *
   * @param broken statements that were reported already, by identity
   */
  Reading(Findings findings, Set<ParserRuleContext> broken) {
    this.findings = findings;
    this.broken = broken;
  }

  /** Whether the statement was reported already, so that what is missing in it needs no word. */
  boolean broken(ParserRuleContext statement) {
    return broken.contains(statement);
  }

  /** Whether a rule is there and parsed whole. */
  boolean sound(ParserRuleContext rule) {
    if (rule == null || rule.exception != null) {
      return false;
    }
    if (broken.isEmpty() || rule.children == null) {
      return true;
    }
    return rule.children.stream()
        .allMatch(child -> !(child instanceof ParserRuleContext c) || sound(c));
  }

  /** Reports a finding. */
  void report(Diagnostic.Builder finding) {
    findings.report(finding);
  }

  /** The characters of a token. */
  Span span(Token token) {
    return findings.span(token);
  }

  /** From the first to the last token of a rule. */
  Span span(ParserRuleContext rule) {
    Span start = span(rule.getStart());
    Token stop = rule.getStop();
    return stop == null ? start : start.to(span(stop));
  }

  /** The values that could be read, in order; those that could not were reported. */
  static <C, T> List<T> each(List<C> rules, Function<C, Optional<T>> reader) {
    List<T> values = new ArrayList<>(rules.size());
    for (C rule : rules) {
      reader.apply(rule).ifPresent(values::add);
    }
    return values;
  }

  /** A value at the place of a word. */
  <T> Optional<Located<T>> located(T value, ParserRuleContext rule) {
    return Optional.of(new Located<>(value, span(rule)));
  }
}
