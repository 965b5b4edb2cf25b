package dev.podnet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** Which podnet this is. */
final class Version implements IVersionProvider {

  /** The version of the build, such as {@code 0.1.0}. */
  static final String TEXT = read();

  private static String read() {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file version.txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"podnet " + TEXT + " (Java " + System.getProperty("java.version") + ")"};
  }
}
