package dev.podnet.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.grammar.PodnetLexer;
import dev.podnet.grammar.PodnetParser;
import dev.podnet.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DiagnosticErrorListener;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.junit.jupiter.api.Test;

/** The grammar is unambiguous, and what messages say about the language agrees with it. */
class GrammarTest {

  /** The sources of all examples, and those of the forms. */
  private static Map<String, String> valid() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    Cases.read("forms.txt").forEach(c -> sources.put(c.name(), c.source()));
    Path examples = Path.of("../examples");
    if (Files.isDirectory(examples)) {
      try (Stream<Path> files = Files.walk(examples)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".podnet")).toList()) {
          sources.put(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        }
      }
    }
    return sources;
  }

  private static List<CommonToken> tokens(String source) {
    Findings findings = new Findings(new SourceFile("spec.podnet", source), new Diagnostics());
    return Braces.pair(findings, Words.of(findings, Characters.clean(findings)));
  }

  @Test
  void noValidSourceIsAmbiguous() throws IOException {
    List<String> ambiguities = new ArrayList<>();
    valid().forEach((name, source) -> {
      PodnetParser parser =
          new PodnetParser(new CommonTokenStream(new ListTokenSource(tokens(source))));
      parser.removeErrorListeners();
      parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
      parser.addErrorListener(new DiagnosticErrorListener() {
        @Override
        public void reportAmbiguity(
            Parser recognizer,
            DFA dfa,
            int start,
            int stop,
            boolean exact,
            BitSet alternatives,
            ATNConfigSet configs) {
          ambiguities.add(name + ": " + getDecisionDescription(recognizer, dfa));
        }

        @Override
        public void reportAttemptingFullContext(
            Parser recognizer, DFA dfa, int start, int stop, BitSet alts, ATNConfigSet configs) {}

        @Override
        public void reportContextSensitivity(
            Parser recognizer, DFA dfa, int start, int stop, int alt, ATNConfigSet configs) {}
      });

      parser.spec();

      assertThat(parser.getNumberOfSyntaxErrors()).as(name).isZero();
    });
    assertThat(ambiguities).isEmpty();
  }

  @Test
  void noValidSourceNeedsASecondPass() throws IOException {
    valid()
        .forEach((name, source) -> assertThat(ParseTree.quick(tokens(source), PodnetParser::spec))
            .as(name)
            .isPresent());
  }

  @Test
  void everyExampleOfAFormReads() {
    for (Form form : Form.values()) {
      Diagnostics sink = new Diagnostics();
      SpecParser.parse(new SourceFile("spec.podnet", inside(form.block(), form.example())), sink);
      assertThat(sink.sorted()).as(form.example()).isEmpty();
      assertThat(form.example()).startsWith(form.keyword());
    }
  }

  private static String inside(Block block, String statement) {
    return switch (block) {
      case TOP -> statement;
      case CLUSTER -> "cluster a { " + statement + " }";
      case SETTINGS -> "cluster a { backend b { " + statement + " } }";
      case SEGMENT -> "segment a 10.0.0.0/8 { " + statement + " }";
      case ROUTER -> "router a { " + statement + " }";
      case NODE -> "node a { " + statement + " }";
      case NAMESPACE -> "namespace a { " + statement + " }";
      case POD -> "namespace a { pod b { " + statement + " } }";
      case CONTAINER -> "namespace a { pod b { container c { " + statement + " } } }";
      case SERVICE -> "namespace a { service b { " + statement + " } }";
      case POLICY -> "namespace a { networkPolicy b { " + statement + " } }";
      case RULE ->
        "namespace a { networkPolicy b { " + (statement.startsWith("to") ? "egress" : "ingress")
            + " { " + statement + " } } }";
      case INGRESS -> "namespace a { ingress b { " + statement + " } }";
      case HOST -> "namespace a { ingress b { host c { " + statement + " } } }";
    };
  }

  @Test
  void everyKeywordIsAStatementOrStandsInOne() {
    TreeSet<String> known = new TreeSet<>();
    for (Form form : Form.values()) {
      known.addAll(List.of(form.usage().split("[^A-Za-z]+")));
      known.addAll(form.options());
    }
    for (int type = PodnetLexer.CLUSTER; type <= PodnetLexer.FOR; type++) {
      String literal = PodnetLexer.VOCABULARY.getLiteralName(type);
      assertThat(known).contains(literal.substring(1, literal.length() - 1));
    }
  }

  @Test
  void everyKeywordIsAName() {
    for (int type = PodnetLexer.CLUSTER; type <= PodnetLexer.FOR; type++) {
      String literal = PodnetLexer.VOCABULARY.getLiteralName(type);
      String word = literal.substring(1, literal.length() - 1);
      assertThat(ParseTree.quick(tokens("namespace " + word), PodnetParser::spec))
          .as(word)
          .isPresent();
    }
  }
}
