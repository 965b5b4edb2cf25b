package dev.podnet.compile;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks through folders, sorted by name, without hidden files, without leaving the boundary and without folders that
 * podnet wrote.
 */
final class FolderWalk {

  private final Boundary boundary;
  private final Set<Path> seen = new HashSet<>();
  private final Set<Path> looked = new TreeSet<>();
  private int entries;

  FolderWalk(Boundary boundary) {
    this.boundary = boundary;
  }

  /** There is too much to look through. */
  static final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1L;

    TooMuchException(String message) {
      super(message);
    }
  }

  /** The names in a folder, sorted, without hidden ones. */
  List<String> names(Place folder) throws IOException {
    Set<String> names = new TreeSet<>();
    looked.add(folder.path());
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path())) {
      for (Path entry : stream) {
        if (++entries > Limits.ENTRIES) {
          throw new TooMuchException("more than " + Limits.ENTRIES + " files in its folders");
        }
        String name = entry.getFileName().toString();
        if (!name.startsWith(".")) {
          names.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return List.copyOf(names);
  }

  /** A path that is not there: it may come in a folder above it. */
  void missing(Path path) throws IOException {
    Path above = path;
    while (above != null && !Files.isDirectory(above)) {
      above = above.getParent();
    }
    if (above != null && boundary.holds(above)) {
      looked.add(above);
    }
  }

  /** The folders in which something was looked for: a file or a folder that comes there may be an input. */
  Set<Path> looked() {
    return Set.copyOf(looked);
  }

  /** Every file below a folder that is an input by its name. */
  List<Place> inputs(Place folder) throws IOException {
    List<Place> found = new ArrayList<>();
    seen.clear();
    walk(folder, 0, found);
    return found;
  }

  private void walk(Place folder, int depth, List<Place> found) throws IOException {
    if (depth > Limits.DEPTH) {
      throw new TooMuchException("folders more than " + Limits.DEPTH + " deep");
    }
    if (!boundary.holds(folder.path())
        || !seen.add(folder.path().toRealPath())
        || writtenByPodnet(folder.path())) {
      return;
    }
    for (String name : names(folder)) {
      Place entry = folder.resolve(name);
      if (Files.isDirectory(entry.path())) {
        walk(entry, depth + 1, found);
      } else if (InputKind.of(entry.path()).isPresent()) {
        found.add(entry);
      }
    }
  }

  /** Whether a folder is the output of a compile: it repeats the inputs, it is none. */
  static boolean writtenByPodnet(Path folder) throws IOException {
    Path marker = folder.resolve("podnet.json");
    if (!Files.isRegularFile(marker)) {
      return false;
    }
    char[] start = new char[64];
    try (Reader in =
        new java.io.InputStreamReader(Files.newInputStream(marker), StandardCharsets.UTF_8)) {
      int count = Math.max(0, in.read(start));
      return new String(start, 0, count)
          .replaceAll("\\s", "")
          .startsWith("{\"generator\":\"podnet\"");
    }
  }
}
