package dev.podnet.syntax;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * A parsed text. A text without errors is parsed once, in ANTLR's fast SLL mode; any other again, with recovery and with
 * misspelt keywords put right as long as that brings more to light.
 *
 * @param root the parse tree
 * @param broken the statements that did not parse, by identity
 */
record ParseTree<C extends ParserRuleContext>(C root, Set<ParserRuleContext> broken) {

  /** Blocks nest four deep, and each level may have its own misspelt keyword. */
  private static final int ROUNDS = 8;

  /** Parses a text and reports what does not parse; empty when it is no text to parse at all. */
  static <C extends ParserRuleContext> Optional<ParseTree<C>> of(
      Findings findings, Function<StatementParser, C> start) {
    String text = Characters.clean(findings);
    List<CommonToken> words = text == null ? null : Words.of(findings, text);
    if (words == null || OtherLanguage.report(findings, words)) {
      return Optional.empty();
    }
    List<CommonToken> tokens = Braces.pair(findings, words);
    if (tokens == null) {
      return Optional.empty();
    }
    Optional<C> quick = quick(tokens, start);
    if (quick.isPresent()) {
      return Optional.of(new ParseTree<>(quick.get(), Set.of()));
    }
    return Optional.of(thorough(findings, tokens, start));
  }

  /** The builder for the tree. */
  SpecBuilder builder(Findings findings) {
    return new SpecBuilder(new Reading(findings, broken));
  }

  /** Whether all of it parsed. */
  boolean sound() {
    return broken.isEmpty();
  }

  /** The tree, if there is nothing to report. */
  static <C extends ParserRuleContext> Optional<C> quick(
      List<CommonToken> tokens, Function<StatementParser, C> start) {
    StatementParser parser = new StatementParser(stream(tokens), false);
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      C tree = start.apply(parser);
      return parser.unknown().isEmpty() ? Optional.of(tree) : Optional.empty();
    } catch (ParseCancellationException e) {
      return Optional.empty();
    }
  }

  private static <C extends ParserRuleContext> ParseTree<C> thorough(
      Findings findings, List<CommonToken> tokens, Function<StatementParser, C> start) {
    UnknownStatements unknown = new UnknownStatements(findings, tokens);
    StatementParser parser = new StatementParser(stream(tokens), true);
    C tree = start.apply(parser);
    for (int round = 0; unknown.report(parser.unknown()) && round < ROUNDS; round++) {
      parser = new StatementParser(stream(tokens), true);
      tree = start.apply(parser);
    }
    Explainer explainer = new Explainer(findings, tokens);
    for (Problem problem : parser.problems()) {
      if (findings.enough()) {
        break;
      }
      explainer.explain(problem);
    }
    return new ParseTree<>(tree, parser.broken());
  }

  private static CommonTokenStream stream(List<CommonToken> tokens) {
    return new CommonTokenStream(new ListTokenSource(tokens));
  }
}
