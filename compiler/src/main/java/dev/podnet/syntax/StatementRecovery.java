package dev.podnet.syntax;

import dev.podnet.grammar.PodnetParser;
import java.util.Set;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Recovery by statements: nothing is invented and nothing dropped within one; what follows an error in it is passed
 * over, except for its block, which is read.
 */
final class StatementRecovery extends DefaultErrorStrategy {

  /** Rules of statements that may have a block behind something wrong. */
  private static final Set<Integer> HEADERS = Set.of(
      PodnetParser.RULE_cluster,
      PodnetParser.RULE_segment,
      PodnetParser.RULE_namespace,
      PodnetParser.RULE_pod,
      PodnetParser.RULE_pods,
      PodnetParser.RULE_container,
      PodnetParser.RULE_choice);

  @Override
  public void sync(Parser parser) {
    if (!HEADERS.contains(parser.getContext().getRuleIndex())) {
      return;
    }
    int type = parser.getInputStream().LA(1);
    if (type == PodnetParser.LBRACE || Words.endsStatement(type)) {
      return;
    }
    IntervalSet expected = parser.getExpectedTokens();
    if (!expected.contains(type)) {
      statements(parser)
          .problem(
              StatementParser.lastRule(parser.getContext()),
              parser.getCurrentToken(),
              new IntervalSet());
      statements(parser).skip(true);
    }
  }

  @Override
  public Token recoverInline(Parser parser) {
    InputMismatchException mismatch = new InputMismatchException(parser);
    IntervalSet expected = parser.getExpectedTokens();
    if (expected.size() == 1 && expected.contains(PodnetParser.LBRACE)) {
      statements(parser).problem(parser.getContext(), parser.getCurrentToken(), expected);
      statements(parser).skip(true);
      if (parser.getInputStream().LA(1) == PodnetParser.LBRACE) {
        Token brace = parser.getCurrentToken();
        parser.consume();
        return brace;
      }
    }
    throw mismatch;
  }

  @Override
  public void reportError(Parser parser, RecognitionException e) {
    IntervalSet expected = e.getExpectedTokens();
    statements(parser)
        .problem(
            parser.getContext(),
            e.getOffendingToken(),
            expected == null ? new IntervalSet() : expected);
  }

  @Override
  public void recover(Parser parser, RecognitionException e) {
    statements(parser).skip(true);
  }

  private static StatementParser statements(Parser parser) {
    return (StatementParser) parser;
  }
}
