package dev.podnet.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.source.SourceFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every form of the language, and the tree it makes: {@code forms.txt}. */
class FormsTest {

  @TestFactory
  Stream<DynamicTest> everyFormReadsAsItsTree() {
    return Cases.read("forms.txt").stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> {
          Diagnostics sink = new Diagnostics();

          SpecFile spec = SpecParser.parse(new SourceFile("spec.podnet", c.source()), sink);

          assertThat(sink.sorted()).isEmpty();
          assertThat(TreeText.of(spec).strip()).isEqualTo(c.expected());
        }));
  }
}
