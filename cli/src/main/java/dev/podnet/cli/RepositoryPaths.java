package dev.podnet.cli;

import dev.podnet.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Paths from the top of the repository, which is what services that show findings beside the source want, whatever folder
 * podnet is run in and however its inputs were named.
 */
final class RepositoryPaths implements Function<SourceFile, Optional<String>> {

  private final Path workingFolder;
  private final Path top;

  RepositoryPaths(Path workingFolder) {
    this.workingFolder = workingFolder;
    this.top = top(workingFolder);
  }

  /** The nearest folder above that is under git; a work tree has a file of that name. Without one, the folder itself. */
  private static Path top(Path folder) {
    for (Path above = folder; above != null; above = above.getParent()) {
      if (Files.exists(above.resolve(".git"))) {
        return above;
      }
    }
    return folder;
  }

  /** The path of a source; its name where it is outside the repository; empty for what is no file, such as {@code --set}. */
  @Override
  public Optional<String> apply(SourceFile source) {
    try {
      Path file = workingFolder.resolve(source.name()).normalize();
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      String path = file.startsWith(top) ? top.relativize(file).toString() : source.name();
      return Optional.of(path.replace('\\', '/'));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
