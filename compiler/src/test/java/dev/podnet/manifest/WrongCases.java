package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Tables of small mistakes. A line {@code CODE | FROM | TO} puts TO in the place of FROM, where it stands first in a
 * sound manifest, and expects one finding with that code at the mark in TO. {@code \n} begins a new line.
 */
final class WrongCases {

  private WrongCases() {}

  /** The cases of a table, for a parameterized test. */
  static Stream<Arguments> of(String sound, String table) {
    Read read = Read.of(sound);
    if (!read.diagnostics().isEmpty() || read.file().objects().isEmpty()) {
      throw new AssertionError("not sound: " + read.lines());
    }
    return Arrays.stream(table.split("\n"))
        .filter(line -> !line.isBlank())
        .map(line -> arguments(sound, line));
  }

  private static Arguments arguments(String sound, String line) {
    String[] parts = line.split(" \\| ", 3);
    String from = parts[1].replace("\\n", "\n");
    int at = sound.indexOf(from);
    if (at < 0) {
      throw new AssertionError("not there: " + from);
    }
    String wrong = sound.substring(0, at)
        + parts[2].replace("\\n", "\n")
        + sound.substring(at + from.length());
    return Arguments.of(parts[0].strip(), parts[2], wrong);
  }

  /** Reads a manifest with a mark and expects one finding there. */
  static void expect(String code, String marked) {
    Read read = Read.of(marked.replace("" + Read.MARK, ""));
    assertThat(read.places())
        .as(() -> read.lines() + "\nin\n" + marked)
        .containsExactly(code + " " + Read.markedPlace(marked));
    for (Diagnostic diagnostic : read.diagnostics()) {
      assertThat(diagnostic.message()).isNotBlank().doesNotEndWith(".").doesNotContain("Optional");
    }
  }
}
