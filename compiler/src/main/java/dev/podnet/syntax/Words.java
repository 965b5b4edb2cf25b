package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetLexer;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/** Cuts a text into words and signs, without spaces and comments, within limits. */
final class Words {

  private Words() {}

  /** The tokens of a text, the end of the file last; null when a limit was passed, which was reported. */
  static List<CommonToken> of(Findings findings, String text) {
    PodnetLexer lexer = new PodnetLexer(new Utf16Stream(findings.file().name(), text));
    lexer.removeErrorListeners();
    List<CommonToken> tokens = new ArrayList<>(text.length() / 6 + 16);
    int statements = 0;
    boolean begins = true;
    while (true) {
      CommonToken token = (CommonToken) lexer.nextToken();
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      tokens.add(token);
      int type = token.getType();
      if (type == Token.EOF) {
        return tokens;
      }
      boolean separates = endsStatement(type) || type == PodnetLexer.LBRACE;
      statements += begins && !separates ? 1 : 0;
      begins = separates;
      if (tokens.size() > SpecParser.MAX_WORDS || statements > SpecParser.MAX_STATEMENTS) {
        String what = statements > SpecParser.MAX_STATEMENTS
            ? SpecParser.MAX_STATEMENTS + " statements"
            : SpecParser.MAX_WORDS + " words and signs";
        findings.report(Diagnostic.at(
                findings.span(token),
                SyntaxCode.LIMIT,
                findings.file().name() + " has more than " + what)
            .help("divide it into several files and `include` them"));
        return null;
      }
      if (type == PodnetLexer.UNTERMINATED) {
        unterminated(findings, token);
      }
    }
  }

  /** Whether a token closes the statement before it. */
  static boolean endsStatement(int type) {
    return type == PodnetLexer.NL
        || type == PodnetLexer.SEMI
        || type == PodnetLexer.RBRACE
        || type == Token.EOF;
  }

  private static void unterminated(Findings findings, CommonToken token) {
    SourceFile file = findings.file();
    Span span = findings.span(token);
    findings.report(
        Diagnostic.at(span, SyntaxCode.UNTERMINATED_STRING, "the string is not closed on its line")
            .label("begins here")
            .help(
                file.lineText(span.line()).stripTrailing().endsWith("\\\"")
                    ? "`\\\"` is a quote inside the string; close it with a plain `\"`"
                    : "close it with `\"`; a line break in a string is written `\\n`"));
  }
}
