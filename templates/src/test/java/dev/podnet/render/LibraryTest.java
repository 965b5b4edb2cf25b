package dev.podnet.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {

  private static final Path LIB = Path.of("src/main/resources/dev/podnet/render/lib");

  @Test
  void listsEveryFileOfTheScriptsCommonPart() throws IOException {
    try (Stream<Path> files = Files.list(LIB)) {
      List<String> names = files.map(p -> p.getFileName().toString()).sorted().toList();
      assertThat(Renderer.Library.files()).as("lib.list names what is in lib/").isEqualTo(names);
    }
  }

  @Test
  void leavesShellcheckNothingToSay(@TempDir Path folder) throws Exception {
    MemorySink sink = new MemorySink();
    Renderer.render(SamplePlan.of(2), sink);
    List<String> command = new ArrayList<>(List.of("shellcheck"));
    for (var file : sink.files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      if (file.getKey().endsWith(".sh")) {
        command.add(path.toString());
      }
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }
}
