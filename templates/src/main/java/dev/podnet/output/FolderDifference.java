package dev.podnet.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What is different between two folders, file by file. */
public final class FolderDifference {

  private FolderDifference() {}

  /** Compares all files of two folders, which need not exist. */
  public static List<FileDifference> of(Path expected, Path actual) throws IOException {
    return of(expected, actual, path -> true, (path, content) -> content);
  }

  /** Takes from a file's bytes what does not count. */
  interface Reading {
    byte[] of(String path, byte[] content);
  }

  /**
   * Compares two folders.
   *
   * @param counts which paths are looked at
   * @param reading what counts of a content
   * @return the differences, sorted by path
   */
  static List<FileDifference> of(
      Path expected, Path actual, Predicate<String> counts, Reading reading) throws IOException {
    SortedMap<String, Path> left = FolderFiles.of(expected);
    SortedMap<String, Path> right = FolderFiles.of(actual);
    SortedSet<String> paths = new TreeSet<>(left.keySet());
    paths.addAll(right.keySet());
    List<FileDifference> found = new ArrayList<>();
    for (String path : paths) {
      if (counts.test(path)) {
        compare(path, left.get(path), right.get(path), reading).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  private static Optional<FileDifference> compare(
      String path, Path expected, Path actual, Reading reading) throws IOException {
    if (expected == null) {
      return Optional.of(new FileDifference(
          path,
          FileDifference.Kind.ADDED,
          TextDifference.created(path, reading.of(path, content(actual))),
          false));
    }
    if (actual == null) {
      return Optional.of(new FileDifference(
          path,
          FileDifference.Kind.REMOVED,
          TextDifference.deleted(path, reading.of(path, content(expected))),
          false));
    }
    byte[] old = reading.of(path, content(expected));
    byte[] fresh = reading.of(path, content(actual));
    return Arrays.equals(old, fresh)
        ? Optional.empty()
        : Optional.of(FileDifference.changed(path, old, fresh));
  }

  /** No output holds a link, so one is a difference whatever it leads to. */
  private static byte[] content(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Files.readAllBytes(file)
        : ("a link or device: " + file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
