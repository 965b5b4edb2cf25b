package dev.podnet.syntax;

import dev.podnet.source.SourceFile;
import java.util.List;

/**
 * One {@code .podnet} file.
 *
 * @param file its text
 * @param statements its statements in the order written, without those that could not be read
 */
public record SpecFile(SourceFile file, List<Statement> statements) {

  /** Copies the list. */
  public SpecFile {
    statements = List.copyOf(statements);
  }
}
