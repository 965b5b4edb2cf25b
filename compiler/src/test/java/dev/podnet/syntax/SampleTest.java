package dev.podnet.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void theSampleOfTheLanguageReads() throws IOException {
    String text;
    try (InputStream in = SampleTest.class.getResourceAsStream("shop.podnet")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Diagnostics sink = new Diagnostics();

    SpecFile spec = SpecParser.parse(new SourceFile("shop.podnet", text), sink);

    assertThat(sink.sorted()).isEmpty();
    assertThat(spec.statements()).hasSize(9);
  }
}
