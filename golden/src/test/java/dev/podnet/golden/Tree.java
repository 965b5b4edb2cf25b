package dev.podnet.golden;

import dev.podnet.output.FileDifference;
import dev.podnet.output.FolderDifference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files below a folder. */
final class Tree {

  private static final int SHOWN = 40;

  private Tree() {}

  /** Each file's content by its path below the folder; none when there is no folder. */
  static SortedMap<String, byte[]> of(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    for (Path file : walk(folder)) {
      if (Files.isRegularFile(file)) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(file));
      }
    }
    return files;
  }

  /** What is different between two folders, in words; empty when nothing is. */
  static List<String> differences(Path expected, Path actual) throws IOException {
    List<String> found = new ArrayList<>();
    for (FileDifference file : FolderDifference.of(expected, actual)) {
      found.add(
          switch (file.kind()) {
            case REMOVED -> file.path() + ": is not written any more";
            case ADDED -> file.path() + ": is written now";
            case CHANGED -> file.path() + ":\n" + shown(file.diff());
          });
    }
    return found;
  }

  /** The first lines of a diff: a reader of a failed test wants to know what is wrong, not all of it. */
  static String shown(List<String> diff) {
    StringBuilder text = new StringBuilder();
    diff.stream().limit(SHOWN).forEach(l -> text.append("  ").append(l).append('\n'));
    if (diff.size() > SHOWN) {
      text.append("  ... ").append(diff.size() - SHOWN).append(" more lines\n");
    }
    return text.toString();
  }

  /** Puts a copy of a folder in the place of another. */
  static void replace(Path target, Path source) throws IOException {
    delete(target);
    for (Path from : walk(source)) {
      Path to = target.resolve(source.relativize(from).toString());
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(from, to);
      }
    }
  }

  /** Takes a folder away with all that is in it. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all = new ArrayList<>(walk(folder));
    all.sort(Comparator.reverseOrder());
    for (Path path : all) {
      Files.delete(path);
    }
  }

  /** The folders directly below a folder that hold something whose name ends so, sorted. */
  static List<Path> folders(Path folder, String ending) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(c -> holds(c, ending)).sorted().toList();
    }
  }

  private static boolean holds(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(f -> f.toString().endsWith(ending));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> walk(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.toList();
    }
  }
}
