package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Finds blocks that were written without any brace, by indentation alone: statements in the wrong place that would be in
 * the right one if the statement before them had a block.
 */
final class LooseBlocks {

  private final Findings findings;
  private final List<CommonToken> tokens;
  /** Statements that belong into blocks without braces, and the statements they are in, outermost first. */
  private final Map<Token, List<Form>> members = new IdentityHashMap<>();

  LooseBlocks(Findings findings, List<CommonToken> tokens) {
    this.findings = findings;
    this.tokens = tokens;
  }

  /** Whether the statement that begins here belongs into such a block, whose missing brace is reported once. */
  boolean report(Block block, CommonToken first) {
    int last = tokens.indexOf(first) - 1;
    while (last >= 0 && separates(tokens.get(last))) {
      last--;
    }
    if (last < 0 || isBrace(tokens.get(last))) {
      return false;
    }
    int begin = last;
    while (begin > 0 && !separates(tokens.get(begin - 1)) && !isBrace(tokens.get(begin - 1))) {
      begin--;
    }
    CommonToken before = tokens.get(begin);
    List<Form> around = members.getOrDefault(before, List.of());
    List<Form> headers = new ArrayList<>(around);
    Form own = Form.find(
        around.isEmpty() ? block : around.get(around.size() - 1).inside(), before.getText());
    if (own != null && own.inside() != null) {
      headers.add(own);
    }
    while (!headers.isEmpty() && !holds(headers.get(headers.size() - 1), first)) {
      headers.remove(headers.size() - 1);
    }
    if (headers.isEmpty()) {
      return false;
    }
    members.put(first, headers);
    if (around.isEmpty() && own.blockIsOptional()) {
      Span whole = findings.span(before).to(findings.span(tokens.get(last)));
      Span place = new Span(whole.file(), whole.end(), whole.end());
      findings.report(Diagnostic.at(
              place,
              SyntaxCode.MISSING_BLOCK,
              "`" + first.getText() + "` belongs into a block of `" + whole.text() + "`")
          .label("`{` expected")
          .related(findings.span(first), "the block begins here")
          .help("a block stands between `{` and `}`; indentation alone makes none"));
    }
    return true;
  }

  private static boolean holds(Form header, Token statement) {
    return Form.find(header.inside(), statement.getText()) != null;
  }

  private static boolean separates(Token token) {
    return token.getType() == PodnetParser.NL || token.getType() == PodnetParser.SEMI;
  }

  private static boolean isBrace(Token token) {
    return token.getType() == PodnetParser.LBRACE || token.getType() == PodnetParser.RBRACE;
  }
}
