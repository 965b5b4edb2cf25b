package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of an output, as text. */
class ScriptsTest {

  @TempDir
  Path base;

  @Test
  void shellcheckHasNothingToSay() throws Exception {
    Needs.tools("shellcheck");
    List<String> command = new ArrayList<>(List.of("/usr/bin/shellcheck", "-x"));
    command.addAll(scripts("quickstart", ""));
    command.addAll(scripts("boutique", "nodes"));
    command.addAll(scripts("two-racks", "nodes"));
    assertThat(command).hasSizeGreaterThan(40);

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  /** The scripts below a folder of an example's output; what is in cluster/lib is the same in all outputs. */
  private List<String> scripts(String example, String folder) throws Exception {
    Path out = Compiled.example(base, example, example).out();
    try (Stream<Path> files = Files.walk(out.resolve(folder))) {
      return files.map(Path::toString).filter(f -> f.endsWith(".sh")).sorted().toList();
    }
  }
}
