package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Says in the language's own words why a statement did not parse, and what would. */
final class Explainer {

  private final Findings findings;
  private final List<? extends Token> tokens;

  /**
   * Explains problems of one file.
   *
   * @param tokens what was parsed, by the tokens' own indexes
   */
  Explainer(Findings findings, List<? extends Token> tokens) {
    this.findings = findings;
    this.tokens = tokens;
  }

  /** One problem at work: the statement's tokens and its form. */
  private record Case(Problem problem, Form form, List<Token> words, Token before) {
    Token keyword() {
      return words.get(0);
    }

    Token found() {
      return problem.found();
    }

    /** {@code `node n1`} for what has a name, else {@code `podCIDR`}. */
    String subject() {
      boolean named = form != null
          && form.inside() != null
          && words.size() > 1
          && words.get(1).getTokenIndex() < found().getTokenIndex();
      return "`" + keyword().getText() + (named ? " " + words.get(1).getText() : "") + "`";
    }
  }

  /** Reports a problem; nothing when its cause was reported already. */
  void explain(Problem problem) {
    List<Token> words = words(problem);
    boolean told = words.stream().anyMatch(t -> t.getType() == PodnetParser.UNTERMINATED);
    if (told || Characters.reported(findings.span(problem.found()).text())) {
      return;
    }
    Block block = Block.ofRule(problem.item().getRuleIndex());
    Token keyword = words.isEmpty() ? problem.found() : words.get(0);
    Form form = block == null
        ? null
        : Form.find(
            block,
            PodnetParser.VOCABULARY.getLiteralName(keyword.getType()) == null
                ? keyword.getText()
                : literal(keyword.getType()));
    int index = problem.found().getTokenIndex() - 1;
    while (index > 0 && tokens.get(index).getType() == PodnetParser.NL) {
      index--;
    }
    Token before = index >= 0 ? tokens.get(index) : keyword;
    Case c = new Case(problem, form, words.isEmpty() ? List.of(keyword) : words, before);
    findings.report(finding(c));
  }

  private static String literal(int type) {
    String quoted = PodnetParser.VOCABULARY.getLiteralName(type);
    return quoted.substring(1, quoted.length() - 1);
  }

  /** The tokens of the statement before its block. */
  private List<Token> words(Problem problem) {
    List<Token> words = new ArrayList<>();
    int at = problem.item().getStart().getTokenIndex();
    boolean comma = false;
    while (at < tokens.size()) {
      Token token = tokens.get(at);
      int type = token.getType();
      boolean over = type == PodnetParser.LBRACE || Words.endsStatement(type);
      if (over && !(comma && type == PodnetParser.NL)) {
        break;
      }
      if (type != PodnetParser.NL) {
        words.add(token);
      }
      comma = type == PodnetParser.COMMA || comma && type == PodnetParser.NL;
      at++;
    }
    return words;
  }

  private Diagnostic.Builder finding(Case c) {
    int type = c.found().getType();
    if (c.words().size() > 1 && isSign(c.words().get(1).getText())) {
      return assignment(c);
    }
    Diagnostic.Builder finding;
    if (c.problem().expects(Token.EOF)) {
      return Diagnostic.at(
              findings.span(c.found()), SyntaxCode.EXTRA_VALUE, "this should be over here")
          .label("something is left over");
    }
    if (c.problem().expects(PodnetParser.STRING) && !Words.endsStatement(type)) {
      finding = unquoted(c);
    } else if (Words.endsStatement(type)) {
      finding = tooShort(c);
    } else {
      finding = switch (type) {
        case PodnetParser.LBRACE -> block(c);
        case PodnetParser.STRING -> quoted(c);
        case PodnetParser.COMMA -> comma(c);
        case PodnetParser.ARROW -> arrow(c);
        default ->
          new WordExplainer(findings, tokens).word(c.problem(), c.form(), c.subject(), c.before());
      };
    }
    return finding;
  }

  private static boolean isSign(String text) {
    return text.equals("=") || text.equals(":") || text.equals(":=") || text.equals("==");
  }

  private Diagnostic.Builder assignment(Case c) {
    String sign = c.words().get(1).getText();
    return help(
        c,
        Diagnostic.at(
                findings.span(c.words().get(1)),
                SyntaxCode.ASSIGNMENT,
                "`" + c.keyword().getText() + "` and its value have no `" + sign + "` between them")
            .label("a space alone"));
  }

  private Diagnostic.Builder unquoted(Case c) {
    Token last = c.words().get(c.words().size() - 1);
    Span all = findings.span(c.found()).to(findings.span(last));
    return Diagnostic.at(all, SyntaxCode.QUOTES, c.subject() + " takes a text in double quotes")
        .label("quotes are missing")
        .help("write `" + c.keyword().getText() + " \"" + all.text().replaceAll("^['`]|['`]$", "")
            + "\"`");
  }

  private Diagnostic.Builder tooShort(Case c) {
    Span end = findings.span(c.before());
    Span place = new Span(end.file(), end.end(), end.end());
    if (c.problem().expectsOnly(PodnetParser.LBRACE)) {
      return help(
          c,
          Diagnostic.at(place, SyntaxCode.MISSING_BLOCK, c.subject() + " needs a block")
              .label("`{` expected"));
    }
    String what = Expected.what(c.problem());
    boolean reference = c.problem().expectsOnly(PodnetParser.ARROW)
        && c.before() != c.keyword()
        && c.before().getText().indexOf(':') > 0;
    if (reference) {
      return help(
          c,
          Diagnostic.at(
                  end,
                  SyntaxCode.UNEXPECTED,
                  "`->` is missing before `" + c.before().getText() + "`")
              .label("`->` expected"));
    }
    String behind = c.before() == c.keyword()
        ? "`" + c.keyword().getText() + "`"
        : c.before().getType() == PodnetParser.COMMA
            ? "the comma"
            : "`" + c.before().getText() + "`";
    Diagnostic.Builder finding = Diagnostic.at(
            place, SyntaxCode.MISSING_VALUE, what + " is missing behind " + behind)
        .label(what + " expected");
    boolean odd = c.problem().within(PodnetParser.RULE_portNumber)
        && c.before() != c.keyword()
        && Names.labelFault(c.before().getText()) != null;
    boolean glued = c.problem().within(PodnetParser.RULE_portNumber)
        && c.before().getText().matches("[a-z0-9-]+[:=/][0-9]+(/[A-Za-z]+)?");
    if (odd && !glued) {
      return help(
          c,
          Diagnostic.at(
                  end, SyntaxCode.BAD_PORT, "`" + c.before().getText() + "` is not a port number")
              .label("a number from 1 to 65535"));
    }
    return glued
        ? finding.help("write `port " + c.before().getText().replaceFirst("[:=/]", " ") + "`")
        : help(c, finding);
  }

  private Diagnostic.Builder block(Case c) {
    if (c.form() != null && c.form().inside() != null) {
      String what = Expected.what(c.problem());
      Span end = findings.span(c.before());
      return help(
          c,
          Diagnostic.at(
                  new Span(end.file(), end.end(), end.end()),
                  SyntaxCode.MISSING_VALUE,
                  what + " is missing between `" + c.before().getText() + "` and its block")
              .label(what + " expected"));
    }
    return help(
        c,
        Diagnostic.at(
                findings.span(c.found()), SyntaxCode.NO_BLOCK_HERE, c.subject() + " takes no block")
            .label("no `{` here"));
  }

  private Diagnostic.Builder quoted(Case c) {
    String text = c.found().getText();
    return help(
        c,
        Diagnostic.at(
                findings.span(c.found()),
                c.problem().expected().isNil() ? SyntaxCode.EXTRA_VALUE : SyntaxCode.QUOTES,
                c.problem().expected().isNil()
                    ? "the text " + text + " is left over behind " + c.subject()
                    : text + " is written without quotes here")
            .label(
                c.problem().expected().isNil()
                    ? "not expected"
                    : "write `" + text.substring(1, text.length() - 1) + "`"));
  }

  private Diagnostic.Builder comma(Case c) {
    Span place = findings.span(c.found());
    if (c.problem().within(PodnetParser.RULE_labelList)) {
      return Diagnostic.at(
              place, SyntaxCode.SEPARATOR, "labels are separated by spaces, not by commas")
          .label("a space alone")
          .help("write `" + c.keyword().getText() + " app=web tier=front`");
    }
    if (!c.problem().expected().isNil() && !c.problem().expectsOnly(PodnetParser.LBRACE)) {
      String what = Expected.what(c.problem());
      return help(
          c,
          Diagnostic.at(place, SyntaxCode.MISSING_VALUE, what + " is missing before the comma")
              .label(what + " expected"));
    }
    return help(
        c,
        Diagnostic.at(place, SyntaxCode.EXTRA_VALUE, c.subject() + " takes no list here")
            .label("one value ends before the comma"));
  }

  private Diagnostic.Builder arrow(Case c) {
    Span place = findings.span(c.found());
    if (!c.problem().expected().isNil()) {
      String what = Expected.what(c.problem());
      return help(
          c,
          Diagnostic.at(place, SyntaxCode.MISSING_VALUE, what + " is missing before `->`")
              .label(what + " expected"));
    }
    return help(
        c,
        Diagnostic.at(place, SyntaxCode.UNEXPECTED, c.subject() + " has no `->`")
            .label("not expected"));
  }

  private static Diagnostic.Builder help(Case c, Diagnostic.Builder finding) {
    return c.form() == null ? finding : finding.help(c.form().help());
  }
}
