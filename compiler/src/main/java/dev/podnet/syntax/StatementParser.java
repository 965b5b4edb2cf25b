package dev.podnet.syntax;

import dev.podnet.grammar.PodnetParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * The parser with an eye on statements: it collects those that are not known, and, when it is to recover, leaves each
 * statement at its end whatever went wrong in it, with one problem at most.
 */
final class StatementParser extends PodnetParser {

  private static final boolean[] UNKNOWN = unknownRules();

  private final boolean recovers;
  private final List<Problem> problems = new ArrayList<>();
  private final List<ParserRuleContext> unknown = new ArrayList<>();
  private final Set<ParserRuleContext> broken = Collections.newSetFromMap(new IdentityHashMap<>());

  StatementParser(TokenStream tokens, boolean recovers) {
    super(tokens);
    this.recovers = recovers;
    removeErrorListeners();
    if (recovers) {
      setErrorHandler(new StatementRecovery());
    }
  }

  /** The rules of statements that a block does not know; the grammar's names say which. */
  private static boolean[] unknownRules() {
    boolean[] unknown = new boolean[ruleNames.length];
    for (int rule = 0; rule < unknown.length; rule++) {
      unknown[rule] = ruleNames[rule].startsWith("unknown");
    }
    return unknown;
  }

  /** What did not parse, in the order of the text. */
  List<Problem> problems() {
    return problems;
  }

  /** The statements that their blocks do not know. */
  List<ParserRuleContext> unknown() {
    return unknown;
  }

  /** The statements with a problem, by identity. */
  Set<ParserRuleContext> broken() {
    return broken;
  }

  @Override
  public void exitRule() {
    ParserRuleContext rule = getContext();
    int index = rule.getRuleIndex();
    if (UNKNOWN[index]) {
      unknown.add(rule);
    }
    if (recovers && (Block.ofRule(index) != null || rule.getParent() == null)) {
      leave(rule);
    }
    super.exitRule();
  }

  private void leave(ParserRuleContext item) {
    if (!Words.endsStatement(getInputStream().LA(1))) {
      problem(lastRule(item), getCurrentToken(), new IntervalSet());
      skip(false);
    }
  }

  /** The rule that read the last word of a statement. */
  static ParserRuleContext lastRule(ParserRuleContext item) {
    ParserRuleContext last = item;
    while (last.getChildCount() > 0
        && last.getChild(last.getChildCount() - 1) instanceof ParserRuleContext c) {
      last = c;
    }
    return last;
  }

  /** Notes a problem; the first one of a statement counts. */
  void problem(ParserRuleContext rule, Token found, IntervalSet expected) {
    ParserRuleContext item = rule;
    while (item.getParent() != null && Block.ofRule(item.getRuleIndex()) == null) {
      item = item.getParent();
    }
    if (broken.add(item)) {
      problems.add(new Problem(item, rule, found, expected));
    }
  }

  /** Goes to the end of the statement, or to the block that stands before it. */
  void skip(boolean toBlock) {
    int depth = 0;
    int type = getInputStream().LA(1);
    while (type != Token.EOF) {
      if (depth == 0 && (Words.endsStatement(type) || toBlock && type == LBRACE)) {
        return;
      }
      depth += type == LBRACE ? 1 : type == RBRACE ? -1 : 0;
      boolean comma = type == COMMA;
      consume();
      type = getInputStream().LA(1);
      while (comma && type == NL) {
        consume();
        type = getInputStream().LA(1);
      }
    }
  }
}
