package dev.podnet.cli;

import dev.podnet.diagnostics.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The pages of the diagnostics, which are {@code docs/diagnostics/CODE.md} in the program itself. */
final class Pages {

  private Pages() {}

  /** The page of a code; empty when there is none, which a test of the build rules out. */
  static Optional<String> of(Code code) {
    try (InputStream in = Pages.class.getResourceAsStream("pages/" + code.id() + ".md")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
