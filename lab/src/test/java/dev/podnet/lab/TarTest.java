package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {

  @TempDir
  Path folder;

  @Test
  void tarUnpacksWhatWasPacked() throws Exception {
    Path deep = folder.resolve("in/" + "a-long-name-of-a-folder/".repeat(5) + "end");
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("file"), "x".repeat(1000));
    Files.writeString(folder.resolve("in/run"), "#!/bin/sh\n");
    folder.resolve("in/run").toFile().setExecutable(true);
    Files.write(folder.resolve("out.tar"), Tar.of(folder.resolve("in")));
    Files.createDirectories(folder.resolve("out"));

    Process tar = new ProcessBuilder("tar", "-x", "-f", "../out.tar")
        .directory(folder.resolve("out").toFile())
        .inheritIO()
        .start();

    assertThat(tar.waitFor()).isZero();
    Path unpacked = folder.resolve("out").resolve(folder.resolve("in").relativize(deep));
    assertThat(unpacked.resolve("file")).hasContent("x".repeat(1000));
    assertThat(folder.resolve("out/run")).isExecutable();
  }
}
