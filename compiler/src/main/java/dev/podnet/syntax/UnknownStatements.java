package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Suggest;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetLexer;
import dev.podnet.grammar.PodnetParser;
import dev.podnet.source.Span;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * Reports statements that their block does not know. Where it is plain what was meant, the tokens are changed to that, so
 * that the rest of the statement is read as what it is.
 */
final class UnknownStatements {

  private final Findings findings;
  private final List<CommonToken> tokens;
  private final Set<Token> told = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, Integer> keywordTypes = new LinkedHashMap<>();
  private final LooseBlocks looseBlocks;
  private boolean yaml;

  /** Looks at the statements made of these tokens, which it changes. */
  UnknownStatements(Findings findings, List<CommonToken> tokens) {
    this.findings = findings;
    this.tokens = tokens;
    this.looseBlocks = new LooseBlocks(findings, tokens);
    for (int type = 1; type <= PodnetLexer.VOCABULARY.getMaxTokenType(); type++) {
      String literal = PodnetLexer.VOCABULARY.getLiteralName(type);
      if (literal != null) {
        keywordTypes.put(literal.substring(1, literal.length() - 1), type);
      }
    }
  }

  /** Reports those that were not yet; whether a token was changed, so that parsing anew sees more. */
  boolean report(List<ParserRuleContext> statements) {
    boolean changed = false;
    for (ParserRuleContext statement : statements) {
      if (findings.enough()) {
        return false;
      }
      CommonToken first = (CommonToken) statement.getStart();
      if (told.add(first)) {
        changed |= new One(Block.ofRule(statement.getParent().getRuleIndex()), first).report();
      }
    }
    return changed;
  }

  /** One of them. */
  private final class One {
    private final Block block;
    private final CommonToken first;
    private final String text;
    private final Span span;

    One(Block block, CommonToken first) {
      this.block = block;
      this.first = first;
      this.text = first.getText();
      this.span = findings.span(first);
    }

    boolean report() {
      if (first.getType() == PodnetParser.UNTERMINATED || Characters.reported(span.text())) {
        return false;
      }
      if (foreign()) {
        return false;
      }
      if (assigned()) {
        return true;
      }
      return word();
    }

    /** Signs and other languages. */
    private boolean foreign() {
      if (yaml && (text.endsWith(":") || text.equals("-") || text.equals("---"))) {
        return true;
      }
      if (block == Block.TOP && OtherLanguage.begins(text)) {
        yaml = true;
        findings.report(OtherLanguage.finding(span));
        return true;
      }
      Diagnostic.Builder finding = null;
      switch (first.getType()) {
        case PodnetParser.LBRACE ->
          finding = Diagnostic.at(
                  span, SyntaxCode.UNEXPECTED, "a block without a statement before it")
              .label("which statement's block is this?");
        case PodnetParser.COMMA ->
          finding = Diagnostic.at(
                  span, SyntaxCode.SEPARATOR, "statements are not separated by commas")
              .label("a new line or `;`");
        case PodnetParser.ARROW ->
          finding = Diagnostic.at(
                  span, SyntaxCode.UNEXPECTED, "a statement does not begin with `->`")
              .label("a keyword expected");
        case PodnetParser.STRING ->
          finding = Diagnostic.at(
                  span, SyntaxCode.UNEXPECTED, "a statement begins with a keyword, not with a text")
              .label("a keyword expected");
        default -> {
          if (text.startsWith("//") || text.startsWith("/*") || text.equals("--")) {
            finding = Diagnostic.at(
                    span, SyntaxCode.UNEXPECTED, "`" + text + "` does not begin a comment")
                .label("comments begin with `#`");
          }
        }
      }
      if (finding != null) {
        findings.report(finding);
      }
      return finding != null;
    }

    /** {@code podCIDR: …} and {@code podCIDR=…}: reported, and cut into keyword and value. */
    private boolean assigned() {
      int sign = 0;
      while (sign < text.length() && "=:".indexOf(text.charAt(sign)) < 0) {
        sign++;
      }
      if (sign == 0 || sign == text.length()) {
        return false;
      }
      String stem = text.substring(0, sign);
      String keyword = Form.find(block, stem) != null
          ? stem
          : Suggest.near(stem, Form.keywords(block)).orElse(null);
      if (keyword == null) {
        return false;
      }
      Span at = span.sub(sign, sign + 1);
      Form form = Form.find(block, keyword);
      findings.report(Diagnostic.at(
              at,
              SyntaxCode.ASSIGNMENT,
              "`" + keyword + "` and its value have no `" + text.charAt(sign) + "` between them")
          .label("a space alone")
          .help(form.help()));
      String rest = text.substring(sign + 1);
      int index = tokens.indexOf(first);
      if (!rest.isEmpty()) {
        CommonToken value = new CommonToken(
            rest.indexOf('=') >= 0
                ? PodnetLexer.LABEL
                : Character.isDigit(rest.charAt(0)) ? PodnetLexer.NUMERIC : PodnetLexer.WORD,
            rest);
        value.setStartIndex(first.getStartIndex() + sign + 1);
        value.setStopIndex(first.getStopIndex());
        tokens.add(index + 1, value);
      }
      first.setStopIndex(first.getStartIndex() + sign - 1);
      first.setType(keywordTypes.get(keyword));
      return true;
    }

    private boolean word() {
      List<String> here = Form.keywords(block);
      List<Form> elsewhere = Form.named(text);
      Optional<String> near = Suggest.near(text, here);
      boolean plural =
          near.isPresent() && (near.get().startsWith(text) || text.startsWith(near.get()));
      if (near.isPresent() && (elsewhere.isEmpty() || plural)) {
        return meant(near.get());
      }
      if (!elsewhere.isEmpty() && !looseBlocks.report(block, first)) {
        wrongPlace(elsewhere);
      }
      if (!elsewhere.isEmpty()) {
        return false;
      }
      List<Form> options = Form.withOption(text);
      if (!options.isEmpty()) {
        Form form =
            options.stream().filter(f -> f.block() == block).findFirst().orElse(options.get(0));
        findings.report(Diagnostic.at(
                span, SyntaxCode.WRONG_PLACE, "`" + text + "` is not a statement of its own")
            .label("it stands behind `" + form.keyword() + "`")
            .help(form.help()));
        return false;
      }
      findings.report(unknown(here));
      return false;
    }

    private boolean meant(String keyword) {
      Diagnostic.Builder finding = Diagnostic.at(
              span,
              SyntaxCode.UNKNOWN_STATEMENT,
              "unknown statement `" + text + "` " + block.where())
          .label("not known here")
          .help("did you mean `" + keyword + "`?");
      findings.report(finding);
      Integer type = keywordTypes.get(keyword);
      if (type == null || type == first.getType()) {
        return false;
      }
      first.setType(type);
      return true;
    }

    private void wrongPlace(List<Form> elsewhere) {
      List<String> places =
          elsewhere.stream().map(form -> form.block().where()).distinct().toList();
      String all = places.size() == 1
          ? places.get(0)
          : String.join(", ", places.subList(0, places.size() - 1)) + " or "
              + places.get(places.size() - 1);
      Diagnostic.Builder finding = Diagnostic.at(
              span, SyntaxCode.WRONG_PLACE, "`" + text + "` does not stand " + block.where())
          .label("not here")
          .help("it stands " + all);
      findings.report(finding);
    }

    private Diagnostic.Builder unknown(List<String> here) {
      Diagnostic.Builder finding = Diagnostic.at(
              span,
              SyntaxCode.UNKNOWN_STATEMENT,
              "unknown statement `" + text + "` " + block.where())
          .label("not known here");
      String other = Synonyms.of(block, text);
      if (other != null) {
        return finding.help(other);
      }
      List<String> all = Form.values().stream().map(Form::keyword).distinct().toList();
      Optional<String> near = Suggest.near(text, all);
      if (near.isPresent()) {
        return finding.help("did you mean `" + near.get() + "`? it stands "
            + Form.named(near.get()).get(0).block().where());
      }
      return here.isEmpty()
          ? finding
          : finding.help(block.where() + " stand: " + String.join(", ", here));
    }
  }
}
