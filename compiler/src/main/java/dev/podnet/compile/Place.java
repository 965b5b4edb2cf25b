package dev.podnet.compile;

import java.nio.file.Path;

/**
 * A file or folder: where it is, and what messages call it.
 *
 * @param path its absolute path without {@code .} and {@code ..}
 * @param shown the path as the user gave it, or as it follows from what the user gave; empty for the current folder
 */
record Place(Path path, String shown) {

  /** What the user gave. */
  static Place given(Path workingFolder, String text) {
    return new Place(workingFolder.resolve(text).normalize(), text);
  }

  /** What a relative path leads to from this folder. */
  Place resolve(String relative) {
    return new Place(
        path.resolve(relative).normalize(),
        slashes(Path.of(shown).resolve(relative).normalize()));
  }

  /** The folder this file is in. */
  Place folder() {
    Path above = Path.of(shown).getParent();
    return new Place(path.getParent(), above == null ? "" : slashes(above));
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }

  @Override
  public String toString() {
    return shown.isEmpty() ? "." : shown;
  }
}
