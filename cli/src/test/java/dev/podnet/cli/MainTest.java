package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "compile", "check", "trace", "fmt", "graph", "explain", "completion"})
  void showsHelpThatFitsAScreenAndEndsWithExamples(String command) {
    Run run = command.isEmpty() ? Run.in(folder, "--help") : Run.in(folder, command, "--help");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().count()).isLessThanOrEqualTo(45);
    assertThat(run.out().lines()).allMatch(l -> l.length() <= 90);
    assertThat(run.out()).contains("Examples:\n  ").doesNotContain("validate", "generate");
  }

  @Test
  void tellsItsVersionInOneLine() {
    assertThat(Run.in(folder, "--version").out())
        .matches("podnet [0-9][^ ]* \\(Java [0-9][^ ]*\\)\n");
  }

  @Test
  void showsTheHelpOnErrWhenNothingIsAsked() {
    Run run = Run.in(folder);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Usage: podnet");
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    Run run = Run.in(folder, "chek", "x");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("Did you mean: podnet check?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--format=xml", "--color=red", "--nonsense"})
  void refusesWhatOptionsDoNotTake(String option) {
    Run run = Run.in(folder, "check", option, "shop.podnet");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("podnet: ").contains("See `podnet check --help`.");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void listsTheFormatsThereAre() {
    assertThat(Run.in(folder, "check", "--format=xml", "x.podnet").err())
        .contains("there are text, json, github, sarif");
  }

  @Test
  void saysABugIsABugInOneLineAndKeepsTheRest() throws IOException {
    PrintStream broken = new PrintStream(OutputStream.nullOutputStream()) {
      @Override
      public void print(String text) {
        throw new IllegalStateException("the printer\nis on fire");
      }
    };
    java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
    Environment environment = new Environment(
        folder,
        Map.of(),
        java.io.InputStream.nullInputStream(),
        broken,
        new PrintStream(err, true),
        false,
        false);
    int status = Main.run(environment, "explain", "PN2003");
    assertThat(status).isEqualTo(70);
    String text = err.toString();
    assertThat(text.lines()).hasSize(1);
    assertThat(text)
        .startsWith("podnet: this is a bug in podnet: IllegalStateException: the printer; ")
        .contains("the report is in ");
    Path report = Path.of(text.strip().replaceAll(".*the report is in ", ""));
    assertThat(Files.readString(report))
        .contains("is on fire", "\tat dev.podnet", "[explain, PN2003]");
    Files.delete(report);
  }
}
