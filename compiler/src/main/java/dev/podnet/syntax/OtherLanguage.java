package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetLexer;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;

/** Recognises YAML and JSON where podnet source should be, so that one message says so instead of one for each line. */
final class OtherLanguage {

  private static final Set<String> BEGINNINGS =
      Set.of("apiVersion:", "kind:", "metadata:", "---", "%YAML", "items:", "spec:");

  private OtherLanguage() {}

  /** Whether a statement that begins so is the beginning of a manifest. */
  static boolean begins(String word) {
    return BEGINNINGS.contains(word);
  }

  /** Whether the whole file is in another language, which is reported. */
  static boolean report(Findings findings, List<CommonToken> tokens) {
    int at = 0;
    while (tokens.get(at).getType() == PodnetLexer.NL) {
      at++;
    }
    CommonToken first = tokens.get(at);
    String text = first.getText();
    boolean json =
        first.getType() == PodnetLexer.LBRACE && stringFollows(tokens, at + 1) || text.equals("[");
    boolean markup =
        text.startsWith("<?xml") || text.startsWith("<!DOCTYPE") || text.equals("<html>");
    boolean dashes = text.startsWith("---");
    if (!json && !markup && !dashes && !begins(text)) {
      return false;
    }
    if (markup) {
      findings.report(Diagnostic.at(
              findings.span(first), SyntaxCode.NOT_PODNET, "this is XML or HTML, not podnet source")
          .label("begins like a document of another kind"));
    } else {
      findings.report(finding(findings.span(first)));
    }
    return true;
  }

  private static boolean stringFollows(List<CommonToken> tokens, int from) {
    int at = from;
    while (tokens.get(at).getType() == PodnetLexer.NL) {
      at++;
    }
    return tokens.get(at).getType() == PodnetLexer.STRING;
  }

  /** The finding for YAML and JSON. */
  static Diagnostic.Builder finding(Span span) {
    return Diagnostic.at(
            span, SyntaxCode.NOT_PODNET, "this looks like YAML or JSON, not like podnet source")
        .label("begins like a manifest")
        .help("Kubernetes manifests are read from files that end in .yaml, .yml or .json: name them"
            + " on the command line or write `import \"FILE.yaml\"`");
  }
}
