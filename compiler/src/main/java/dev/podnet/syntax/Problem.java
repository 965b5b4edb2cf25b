package dev.podnet.syntax;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * A statement that did not parse.
 *
 * @param item the statement
 * @param rule the rule that could not go on
 * @param found the token it could not take
 * @param expected the tokens it could have taken; empty when the statement was over and something was left
 */
record Problem(ParserRuleContext item, ParserRuleContext rule, Token found, IntervalSet expected) {

  /** Whether the statement broke off in a rule of that number. */
  boolean within(int number) {
    for (ParserRuleContext at = rule; at != null && at != item; at = at.getParent()) {
      if (at.getRuleIndex() == number) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing but the token may stand where the statement broke off. */
  boolean expectsOnly(int type) {
    return expected.size() == 1 && expected.contains(type);
  }

  /** Whether the token may stand where the statement broke off. */
  boolean expects(int type) {
    return expected.contains(type);
  }
}
