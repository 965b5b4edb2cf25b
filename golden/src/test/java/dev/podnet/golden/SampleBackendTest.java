package dev.podnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend in {@code docs/sample-backend}, on the class path behind podnet's as the launcher puts it there. */
class SampleBackendTest {

  private static final Path SAMPLE =
      Path.of("").toAbsolutePath().resolveSibling("docs").resolve("sample-backend");

  @TempDir
  Path folder;

  @Test
  void aSpecMayNameTheBackendThatIsOnTheClassPath() throws Exception {
    Path classes = compiled();
    List<List<String>> runs = List.of(List.of("compile", "hub.podnet", "-o", folder + "/out"));

    Podnet with = Podnet.elsewhere(SAMPLE, List.of(), classes.toString(), runs);
    assertThat(with.status()).as(with.err()).isZero();
    assertThat(folder.resolve("out/cluster/spokes.ip"))
        .content()
        .contains("route replace 10.244.0.0/16 via 192.168.1.11");
    Podnet without = Podnet.in(SAMPLE, "check", "hub.podnet");
    assertThat(without.status()).isEqualTo(1);
    assertThat(without.err()).contains("PN6001");
  }

  @Test
  void oneThatCannotBeUsedIsNoBugOfPodnet() throws Exception {
    Path services = folder.resolve("META-INF/services/dev.podnet.spi.Backend");
    Files.createDirectories(services.getParent());
    List<List<String>> runs = List.of(List.of("check", "hub.podnet"));
    for (String name : List.of("org.example.Gone", "dev.podnet.backends.none.NoProxy")) {
      Files.writeString(services, name);
      Podnet run = Podnet.elsewhere(SAMPLE, List.of(), folder.toString(), runs);
      // One that podnet has already is found once; a name that is not there is an error.
      assertThat(run.status()).as(run.err()).isEqualTo(name.contains("Gone") ? 3 : 1);
      assertThat(run.err())
          .contains(name.contains("Gone") ? "a backend cannot be used: " : "PN6001");
    }
  }

  /** The sample's classes, compiled against podnet's as its own build does. */
  private Path compiled() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of(
        "--release", "17", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
    try (Stream<Path> sources = Files.walk(SAMPLE.resolve("src/main/java"))) {
      sources
          .filter(f -> f.toString().endsWith(".java"))
          .map(Path::toString)
          .forEach(arguments::add);
    }
    int status = ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).isZero();
    Path services = Path.of("META-INF", "services", "dev.podnet.spi.Backend");
    Files.createDirectories(classes.resolve(services).getParent());
    Files.copy(SAMPLE.resolve("src/main/resources").resolve(services), classes.resolve(services));
    return classes;
  }
}
