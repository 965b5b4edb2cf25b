package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.ManifestCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of a code has its title, and an example that provokes it. */
class ManifestPagesTest {

  @ParameterizedTest
  @EnumSource(ManifestCode.class)
  void thePageTellsTheTruth(ManifestCode code) throws IOException {
    String page = Files.readString(Path.of("../docs/diagnostics", code.id() + ".md"));
    assertThat(page).startsWith("# " + code.id() + ": " + code.title() + "\n");
    String fence = "```yaml\n";
    int start = page.indexOf(fence) + fence.length();
    String example = page.substring(start, page.indexOf("```", start));
    assertThat(Read.of(example).diagnostics())
        .as(page)
        .extracting(d -> d.code().id())
        .contains(code.id());
    assertThat(page.lines()).allMatch(line -> line.length() <= 120);
  }
}
