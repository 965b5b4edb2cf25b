package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of an output, as text. */
class ScriptsTest {

  @TempDir
  Path base;

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "boutique", "two-racks"})
  void shellcheckHasNothingToSay(String example) throws Exception {
    Needs.tools("shellcheck");
    Path out = Compiled.example(base, Scene.OUT, example).out();
    List<String> command = new ArrayList<>(List.of("/usr/bin/shellcheck", "-x", "-P", "SCRIPTDIR"));
    try (Stream<Path> files = Files.walk(out)) {
      files
          .filter(f -> f.toString().endsWith(".sh"))
          .sorted()
          .forEach(f -> command.add(f.toString()));
    }
    assertThat(command).as("scripts").hasSizeGreaterThan(8);

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).isEmpty();
    assertThat(process.waitFor()).isZero();
  }
}
