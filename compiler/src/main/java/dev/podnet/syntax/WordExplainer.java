package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Suggest;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Says why a word is wrong where it stands in a statement. */
final class WordExplainer {

  private static final Set<String> ARROWS =
      Set.of("=>", ">", ">>", "-", "--", "→", "⇒", "to", "<-", ":", "=");

  private static final Set<String> AND = Set.of("and", "or", "&", "&&", "|", "+");

  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");

  private final Findings findings;
  private final List<? extends Token> tokens;

  WordExplainer(Findings findings, List<? extends Token> tokens) {
    this.findings = findings;
    this.tokens = tokens;
  }

  /** What is to be said about the word a statement broke off at. */
  Diagnostic.Builder word(Problem problem, Form form, String subject, Token before) {
    Token found = problem.found();
    String text = found.getText();
    Span span = findings.span(found);
    boolean glued = findings.span(before).end() == span.start() && text.startsWith("-");
    if (glued) {
      Span whole = findings.span(before).to(span);
      return Diagnostic.at(whole, SyntaxCode.BAD_NAME, "`" + whole.text() + "` ends with `-`")
          .label("no name and no value does");
    }
    boolean arrow = problem.expects(PodnetParser.ARROW)
        || problem.expected().isNil() && form != null && form.options().contains("->");
    if (arrow && ARROWS.contains(text)) {
      return notAnArrow(found);
    }
    return problem.expected().isNil()
        ? leftOver(problem, form, subject, before)
        : instead(problem, form, subject, before);
  }

  /** Another word is needed where this one stands. */
  private Diagnostic.Builder instead(Problem problem, Form form, String subject, Token before) {
    Token found = problem.found();
    String text = found.getText();
    Span span = findings.span(found);
    if (problem.expectsOnly(PodnetParser.LBRACE)) {
      return extra(problem, form, subject, before);
    }
    if (problem.within(PodnetParser.RULE_labelList)) {
      return label(problem);
    }
    String what = Expected.what(problem);
    if (problem.expectsOnly(PodnetParser.ARROW) && ARROWS.contains(before.getText())) {
      return notAnArrow(before);
    }
    if (problem.expectsOnly(PodnetParser.ARROW) || problem.expectsOnly(PodnetParser.FOR)) {
      return help(
          form,
          Diagnostic.at(span, SyntaxCode.UNEXPECTED, what + " is missing before `" + text + "`")
              .label(what + " expected"));
    }
    SyntaxCode code = problem.within(PodnetParser.RULE_portNumber)
        ? SyntaxCode.BAD_PORT
        : problem.within(PodnetParser.RULE_cidr)
            ? SyntaxCode.BAD_PREFIX
            : problem.within(PodnetParser.RULE_address)
                ? SyntaxCode.BAD_ADDRESS
                : problem.within(PodnetParser.RULE_number)
                    ? SyntaxCode.BAD_NUMBER
                    : SyntaxCode.UNEXPECTED;
    Diagnostic.Builder finding = Diagnostic.at(span, code, what + " expected, not `" + text + "`")
        .label("not `" + text + "`");
    List<String> words = new ArrayList<>();
    for (int type : problem.expected().toArray()) {
      String quoted = PodnetParser.VOCABULARY.getLiteralName(type);
      if (quoted != null && problem.expected().size() < 10) {
        words.add(quoted.substring(1, quoted.length() - 1));
      }
    }
    Optional<String> near = Suggest.help(text, words);
    return near.isPresent() ? finding.help(near.get()) : help(form, finding);
  }

  private Diagnostic.Builder notAnArrow(Token sign) {
    return Diagnostic.at(
            findings.span(sign), SyntaxCode.UNEXPECTED, "`" + sign.getText() + "` is not an arrow")
        .label("write `->`");
  }

  private Diagnostic.Builder label(Problem problem) {
    Token found = problem.found();
    String text = found.getText();
    Span span = findings.span(found);
    Token next = tokens.get(Math.min(found.getTokenIndex() + 1, tokens.size() - 1));
    Token third = tokens.get(Math.min(found.getTokenIndex() + 2, tokens.size() - 1));
    String key = text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
    int colon = text.indexOf(':');
    String repaired = null;
    if (colon > 0 && colon < text.length() - 1) {
      repaired = text.substring(0, colon) + "=" + text.substring(colon + 1);
    } else if (next.getText().matches("==?") && !Words.endsStatement(third.getType())) {
      repaired = key + "=" + third.getText();
    } else if (next.getText().startsWith("=") && next.getText().length() > 1) {
      repaired = key + next.getText();
    } else if (text.endsWith(":") && !Words.endsStatement(next.getType())) {
      repaired = key + "=" + next.getText();
    }
    Diagnostic.Builder finding = Diagnostic.at(
            span, SyntaxCode.BAD_LABEL, "`" + text + "` is not a label")
        .label("KEY=VALUE, without spaces");
    return finding.help(
        repaired == null ? "labels are written `app=web tier=front`" : "write `" + repaired + "`");
  }

  /** The statement was over before this word. */
  private Diagnostic.Builder leftOver(Problem problem, Form form, String subject, Token before) {
    Token found = problem.found();
    String text = found.getText();
    Span span = findings.span(found);
    Optional<String> near = form == null ? Optional.empty() : Suggest.near(text, form.options());
    if (near.isPresent()) {
      return near.get().equals(text)
          ? help(
              form,
              Diagnostic.at(
                      span,
                      SyntaxCode.UNEXPECTED,
                      "`" + text + "` stands at another place of " + subject)
                  .label("not here"))
          : Diagnostic.at(span, SyntaxCode.UNEXPECTED, "unknown word `" + text + "` in " + subject)
              .label("not known here")
              .help("did you mean `" + near.get() + "`?");
    }
    boolean labels = problem.within(PodnetParser.RULE_labelList)
        || before.getType() == PodnetParser.PODS
        || before.getType() == PodnetParser.NAMESPACES;
    if (labels) {
      return label(problem);
    }
    Block block = Block.ofRule(problem.item().getRuleIndex());
    if (block != null && Form.find(block, text) != null && found.getType() != PodnetParser.WORD) {
      return Diagnostic.at(
              span, SyntaxCode.SEPARATOR, "`" + text + "` begins a statement of its own")
          .label("on a new line, or behind `;`");
    }
    if (text.equals("-")) {
      return Diagnostic.at(span, SyntaxCode.BAD_RANGE, "a range has no spaces around its `-`")
          .label("without the spaces")
          .help("write `30000-32767`");
    }
    if (text.startsWith("/") && problem.within(PodnetParser.RULE_cidrs)) {
      return Diagnostic.at(span, SyntaxCode.BAD_PREFIX, "a prefix has no space before its `/`")
          .label("right behind the address")
          .help("write it as one word, such as `10.244.0.0/16`");
    }
    if (PROTOCOLS.contains(text.toUpperCase(Locale.ROOT))) {
      return Diagnostic.at(
              span, SyntaxCode.BAD_PROTOCOL, "the protocol of a port stands behind a slash")
          .label("without a space")
          .help("write `" + before.getText() + "/" + text.toUpperCase(Locale.ROOT) + "`");
    }
    if (isList(problem) && AND.contains(text)) {
      return Diagnostic.at(span, SyntaxCode.SEPARATOR, "values of a list are separated by commas")
          .label("a comma, not `" + text + "`");
    }
    if (isList(problem)) {
      return Diagnostic.at(span, SyntaxCode.SEPARATOR, "a comma is missing before `" + text + "`")
          .label("values of a list are separated by commas")
          .help("write `" + before.getText() + ", " + text + "`");
    }
    return extra(problem, form, subject, before);
  }

  /** Whether the statement broke off behind a value of a list, and the word looks like one more. */
  private static boolean isList(Problem problem) {
    String text = problem.found().getText();
    boolean address = text.indexOf('.') >= 0 || text.indexOf(':') >= 0 || text.indexOf('/') >= 0;
    return address
            && (problem.within(PodnetParser.RULE_cidrs)
                || problem.within(PodnetParser.RULE_addresses) && !text.startsWith("/")
                || problem.within(PodnetParser.RULE_mask))
        || problem.within(PodnetParser.RULE_names)
        || problem.within(PodnetParser.RULE_portMatch);
  }

  private Diagnostic.Builder extra(Problem problem, Form form, String subject, Token before) {
    Token found = problem.found();
    String text = found.getText();
    Span span = findings.span(found);
    boolean inside = form != null
        && form.inside() != null
        && Form.find(form.inside(), text) != null
        && found.getType() != PodnetParser.WORD;
    if (inside) {
      return help(
          form,
          Diagnostic.at(span, SyntaxCode.MISSING_BLOCK, "a `{` is missing before `" + text + "`")
              .label("the block of " + subject + " begins here"));
    }
    Diagnostic.Builder finding = Diagnostic.at(
            span, SyntaxCode.EXTRA_VALUE, "`" + text + "` is left over behind " + subject)
        .label("not expected");
    boolean several = form != null
        && (form.keyword().equals("pod") || form.keyword().equals("node"))
        && text.matches("[0-9]+");
    return several
        ? finding.help(
            "several are made with `" + form.keyword() + "s " + before.getText() + " " + text + "`")
        : help(form, finding);
  }

  private static Diagnostic.Builder help(Form form, Diagnostic.Builder finding) {
    return form == null ? finding : finding.help(form.help());
  }
}
