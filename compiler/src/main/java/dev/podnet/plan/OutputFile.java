package dev.podnet.plan;

import java.util.List;

/**
 * A text file of the output that is no host's own.
 *
 * @param path relative, with slashes, below the output folder
 * @param lines its lines without line ends
 */
public record OutputFile(String path, List<String> lines) {
  /** Copies the list. */
  public OutputFile {
    lines = List.copyOf(lines);
  }
}
