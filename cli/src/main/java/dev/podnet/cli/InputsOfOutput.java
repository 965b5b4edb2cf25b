package dev.podnet.cli;

import dev.podnet.facts.Objects;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the files an output was compiled from. {@code podnet.json} names them relative to a folder it does not name, for an
 * output must be the same wherever it is made; so folders near by are tried: the working folder and the output's own, those
 * above them, and those a little below.
 */
final class InputsOfOutput {

  private static final int UP = 8;
  private static final int DOWN = 3;
  private static final int MOST_FOLDERS = 4000;

  private InputsOfOutput() {}

  /**
   * The inputs, as they can be given to a compile in the working folder.
   *
   * @return empty when no folder holds all of them
   */
  static Optional<List<String>> find(Path workingFolder, Path output, List<Objects.Input> inputs) {
    if (inputs.isEmpty()) {
      return Optional.empty();
    }
    for (Path folder : folders(workingFolder, output)) {
      Optional<List<String>> found = in(workingFolder, folder, inputs);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<List<String>> in(
      Path workingFolder, Path folder, List<Objects.Input> inputs) {
    List<String> found = new ArrayList<>();
    try {
      for (Objects.Input input : inputs) {
        Path file = folder.resolve(input.path()).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
          return Optional.empty();
        }
        boolean below = file.startsWith(workingFolder);
        found.add(below ? workingFolder.relativize(file).toString() : file.toString());
      }
    } catch (InvalidPathException e) {
      // A name that no file can have: then it is not there.
      return Optional.empty();
    }
    return Optional.of(found);
  }

  private static Set<Path> folders(Path workingFolder, Path output) {
    Set<Path> folders = new LinkedHashSet<>();
    up(workingFolder.normalize(), folders);
    up(output.toAbsolutePath().normalize().getParent(), folders);
    below(workingFolder.normalize(), DOWN, folders);
    return folders;
  }

  private static void up(Path folder, Set<Path> folders) {
    Path above = folder;
    for (int i = 0; i < UP && above != null; i++) {
      folders.add(above);
      above = above.getParent();
    }
  }

  private static void below(Path folder, int depth, Set<Path> folders) {
    if (depth == 0 || folders.size() > MOST_FOLDERS) {
      return;
    }
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        boolean hidden = entry.getFileName().toString().startsWith(".");
        if (!hidden && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          children.add(entry);
        }
        if (children.size() > MOST_FOLDERS) {
          break;
        }
      }
    } catch (IOException e) {
      // A folder that cannot be read holds nothing for us; the inputs can be named instead.
      return;
    }
    children.sort(null);
    folders.addAll(children);
    children.forEach(child -> below(child, depth - 1, folders));
  }
}
