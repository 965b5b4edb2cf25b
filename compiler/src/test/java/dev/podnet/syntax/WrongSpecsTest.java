package dev.podnet.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Wrong specs and what is said about them, word for word: {@code wrong-specs.txt}. */
class WrongSpecsTest {

  /** Provoked by {@link LimitsTest}. */
  private static final Set<SyntaxCode> ELSEWHERE =
      Set.of(SyntaxCode.LIMIT, SyntaxCode.TOO_MANY_ERRORS);

  private static List<Diagnostic> findings(String source) {
    Diagnostics sink = new Diagnostics();
    SpecParser.parse(new SourceFile("spec.podnet", source), sink);
    return sink.sorted();
  }

  @TestFactory
  Stream<DynamicTest> everyMistakeIsExplained() {
    return Cases.read("wrong-specs.txt").stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> {
          String text =
              findings(c.source()).stream().map(ErrorText::of).collect(Collectors.joining("\n"));

          assertThat(text).isEqualTo(c.expected());
        }));
  }

  @Test
  void theExampleOfEachPageProvokesItsCode() throws IOException {
    for (SyntaxCode code : SyntaxCode.values()) {
      String page = Files.readString(Path.of("../docs/diagnostics", code.id() + ".md"));

      assertThat(page).startsWith("# " + code.id() + ": " + code.title() + "\n");
      if (!ELSEWHERE.contains(code)) {
        String example = page.split("```podnet\n")[1].split("```")[0];
        assertThat(findings(example)).as(code.id()).extracting(Diagnostic::code).contains(code);
      }
    }
  }

  @Test
  void everyCodeIsProvoked() {
    Set<Object> provoked = Cases.read("wrong-specs.txt").stream()
        .flatMap(c -> findings(c.source()).stream())
        .map(Diagnostic::code)
        .collect(Collectors.toSet());

    assertThat(Arrays.stream(SyntaxCode.values()).filter(code -> !ELSEWHERE.contains(code)))
        .allMatch(provoked::contains);
  }
}
