package dev.podnet.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Input of a size nobody writes is refused, not choked on. */
class LimitsTest {

  private static List<Diagnostic> findings(String source) {
    Diagnostics sink = new Diagnostics();
    SpecParser.parse(new SourceFile("spec.podnet", source), sink);
    return sink.sorted();
  }

  @Test
  void aSourceThatIsTooLong() {
    assertThat(findings(" ".repeat(SpecParser.MAX_CHARS))).isEmpty();
    assertThat(findings(" ".repeat(SpecParser.MAX_CHARS + 1)))
        .extracting(Diagnostic::code)
        .containsExactly(SyntaxCode.LIMIT);
  }

  @Test
  void tooManyStatementsAndTooManyWords() {
    assertThat(findings("a;".repeat(SpecParser.MAX_STATEMENTS + 1)))
        .extracting(Diagnostic::message)
        .containsExactly("spec.podnet has more than 500000 statements");
    assertThat(findings(";".repeat(SpecParser.MAX_WORDS + 1)))
        .extracting(Diagnostic::message)
        .containsExactly("spec.podnet has more than 2500000 words and signs");
  }

  @Test
  void blocksNestedTooDeep() {
    assertThat(findings("a {".repeat(100_000)))
        .extracting(Diagnostic::code)
        .containsExactly(SyntaxCode.LIMIT);
    assertThat(findings("x {".repeat(SpecParser.MAX_DEPTH) + "}".repeat(SpecParser.MAX_DEPTH)))
        .extracting(Diagnostic::code)
        .containsExactly(SyntaxCode.UNKNOWN_STATEMENT);
  }

  @Test
  void readingStopsAfterAHundredErrorsAndSaysSo() {
    List<Diagnostic> findings = findings("node n1 { address 10.0.0.300 }\n".repeat(1000));

    assertThat(findings).hasSize(SpecParser.MAX_ERRORS + 1);
    assertThat(findings.get(SpecParser.MAX_ERRORS).code()).isEqualTo(SyntaxCode.TOO_MANY_ERRORS);
    assertThat(findings.get(SpecParser.MAX_ERRORS).message())
        .isEqualTo("more than 100 errors in spec.podnet; the others are not shown");
  }

  @Test
  void aCountThatWouldFillTheMemory() {
    assertThat(findings("nodes worker 2000000000 { address from 10.0.0.1 }"))
        .extracting(Diagnostic::message)
        .containsExactly("2000000000 is more than 100000");
  }

  @Test
  void aWordOfAMillionLettersIsShownInShort() {
    List<Diagnostic> findings = findings("node " + "x".repeat(1_000_000) + "_ { mtu "
        + "😀".repeat(1_000_000) + " }\n" + "y".repeat(1_000_000));

    assertThat(findings).hasSize(3).allSatisfy(finding -> {
      assertThat(finding.message().length()).isLessThan(500);
      assertThat(finding.help().orElse("").length()).isLessThan(500);
    });
  }

  @Test
  void aStatementOfAMillionWords() {
    assertThat(findings("frob " + "x ".repeat(1_000_000))).hasSize(1);
    assertThat(findings("router r { connects " + "a,".repeat(100_000) + "a }")).hasSize(101);
  }
}
