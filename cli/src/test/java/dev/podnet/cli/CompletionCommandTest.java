package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

  @TempDir
  Path folder;

  private String bash(String script) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("bash", "-c", script)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void completesCommandsInBash() throws IOException, InterruptedException {
    Run run = Run.in(folder, "completion", "bash");
    assertThat(run.status()).isZero();
    Files.writeString(folder.resolve("podnet.bash"), run.out());
    String said = bash("source ./podnet.bash; COMP_WORDS=(podnet com); COMP_CWORD=1;"
        + " _complete_podnet; printf '%s\\n' \"${COMPREPLY[@]}\"");
    assertThat(said.lines()).contains("compile", "completion");
  }

  @Test
  void writesForZshAndFish() {
    assertThat(Run.in(folder, "completion", "zsh").out())
        .contains(
            "#compdef podnet",
            "'compile:Compiles the inputs",
            "'--format=[How findings are shown: for people, programs, GitHub'\\''s annotations, code scanning.]"
                + ":text|json|github|sarif:(text json github sarif)'");
    assertThat(Run.in(folder, "completion", "fish").out())
        .contains(
            "complete -c podnet -n __fish_use_subcommand -f -a compile -d 'Compiles the inputs",
            "complete -c podnet -n '__fish_seen_subcommand_from compile' -s o -l output -r",
            "-f -a 'text json github sarif'");
  }

  @Test
  void refusesOtherShells() {
    Run run = Run.in(folder, "completion", "tcsh");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("bash, zsh, fish");
  }
}
