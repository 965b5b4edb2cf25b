package dev.podnet.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which podnet this is. */
public final class PodnetVersion {

  /** The version of the build, such as {@code 0.1.0}. */
  public static final String TEXT = read();

  private PodnetVersion() {}

  private static String read() {
    try (InputStream in = PodnetVersion.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file version.txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
