package dev.podnet.cli;

import dev.podnet.output.PodnetVersion;
import picocli.CommandLine.IVersionProvider;

/** Which podnet this is. */
final class Version implements IVersionProvider {

  /** The version of the build, such as {@code 0.1.0}. */
  static final String TEXT = PodnetVersion.TEXT;

  @Override
  public String[] getVersion() {
    return new String[] {"podnet " + TEXT + " (Java " + System.getProperty("java.version") + ")"};
  }
}
