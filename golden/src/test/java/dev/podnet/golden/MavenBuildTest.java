package dev.podnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.output.GoldenFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The example {@code maven-build} has its golden in its own folder, as a project with the Maven plugin has. Maven itself runs
 * on it in the tests of {@code maven-plugin}. {@code -Dgolden.update=true} accepts what is written now.
 */
class MavenBuildTest {

  private static final Path EXAMPLE =
      Path.of("").toAbsolutePath().resolveSibling("examples/maven-build");
  private static final Path OUTPUT = Path.of("target/golden/maven-build").toAbsolutePath();

  @Test
  void compilesToItsGolden() throws IOException {
    Files.createDirectories(OUTPUT.getParent());
    Podnet run = Podnet.run(
        "compile", EXAMPLE.resolve("src/main/podnet").toString(), "-o", OUTPUT.toString());
    assertThat(run.status()).as(run.err()).isZero();
    GoldenFolder golden = new GoldenFolder(
        EXAMPLE.resolve("src/test/podnet-golden"), "the golden", List.of("cluster/lib/**"));
    if (Boolean.getBoolean("golden.update")) {
      golden.accept(OUTPUT, List.of());
    }
    assertThat(golden.differences(OUTPUT, true)).as("see golden/README.md").isEmpty();
  }
}
