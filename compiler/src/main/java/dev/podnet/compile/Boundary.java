package dev.podnet.compile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders that may be read: those the user named inputs in. A spec from elsewhere cannot make podnet read, or tell
 * of, any other file.
 */
final class Boundary {

  private final List<Path> named;
  private final List<Path> real;

  /**
   * Makes one.
   *
   * @param folders absolute, without {@code ..}; they exist
   */
  Boundary(List<Path> folders) throws IOException {
    this.named = folders.stream().distinct().toList();
    this.real = new java.util.ArrayList<>();
    for (Path folder : named) {
      real.add(folder.toRealPath());
    }
  }

  /** Whether a path is inside by its name, so that one may ask whether there is anything. */
  boolean mayAsk(Path path) {
    return named.stream().anyMatch(path::startsWith);
  }

  /** Whether what is there is inside, wherever links lead. */
  boolean holds(Path existing) throws IOException {
    Path end = existing.toRealPath();
    return real.stream().anyMatch(end::startsWith);
  }

  /** The nearest folder that all these are in. */
  Path common() {
    Path common = named.get(0);
    for (Path folder : named) {
      while (!folder.startsWith(common)) {
        common = common.getParent();
      }
    }
    return common;
  }
}
