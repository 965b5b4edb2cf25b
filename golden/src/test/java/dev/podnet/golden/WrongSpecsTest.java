package dev.podnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder in {@code golden/errors/} holds a wrong spec, in {@code input/}, and what {@code podnet check} says to it, as text and as
 * JSON. {@code -Dgolden.update=true} accepts what it says now.
 */
class WrongSpecsTest {

  private static final Path ERRORS = Path.of("errors");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  @TestFactory
  Stream<DynamicTest> everyWrongSpecGetsItsMessages() throws IOException {
    List<Path> cases = Tree.folders(ERRORS, "input");
    assertThat(cases).isNotEmpty();
    return cases.stream()
        .map(c -> DynamicTest.dynamicTest(c.getFileName().toString(), c.toUri(), () -> check(c)));
  }

  private static void check(Path folder) throws IOException {
    List<String> differences = new ArrayList<>();
    for (String format : List.of("text", "json")) {
      Podnet run = Podnet.run(
          "check", folder.resolve("input").toString(), "--format", format, "--color", "never");
      assertThat(run.status()).as(run.out() + run.err()).isEqualTo(1);
      byte[] said =
          (format.equals("json") ? run.out() : run.err()).getBytes(StandardCharsets.UTF_8);
      String file = "expected." + (format.equals("json") ? "json" : "txt");
      if (UPDATE) {
        Files.write(folder.resolve(file), said);
      }
      Path received = Path.of("target/golden/received").resolve(folder).resolve(file);
      String difference = Approved.difference(folder.resolve(file), received, said);
      if (!difference.isEmpty()) {
        differences.add(file + ":\n" + difference);
      }
    }
    assertThat(differences).as("%s; see golden/README.md", folder).isEmpty();
  }
}
