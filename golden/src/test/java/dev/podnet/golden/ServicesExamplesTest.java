package dev.podnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples {@code services-MODE} are one set of services in every mode, so that their goldens can be compared side by side. An
 * input lies below the folder that is compiled, so each has a copy.
 */
class ServicesExamplesTest {

  private static final Path EXAMPLES = Path.of("").toAbsolutePath().resolveSibling("examples");
  private static final Path FIRST = EXAMPLES.resolve("services-iptables");

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders
          .filter(f -> f.getFileName().toString().startsWith("services-"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void holdsTheSameServices(Path example) throws IOException {
    for (String file : List.of("services.podnet", "manifests/payment.yaml")) {
      assertThat(example.resolve(file))
          .as("copy examples/services-iptables/%s here", file)
          .hasSameTextualContentAs(FIRST.resolve(file));
    }
    assertThat(example.resolve(example.getFileName() + ".podnet"))
        .content()
        .contains(
            "proxyMode   " + example.getFileName().toString().substring("services-".length()));
  }
}
