package dev.podnet.plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rewrites the classes of folders in place: {@code Main FOLDER…}. What was rewritten before is left as it is. */
public final class Main {
  private Main() {}

  /**
   * Rewrites.
   *
   * @param folders folders of classes, such as {@code target/classes}; one that is not there has none
   * @throws IOException when a class cannot be read or written
   */
  public static void main(String... folders) throws IOException {
    for (String folder : folders) {
      Path path = Path.of(folder);
      if (Files.isDirectory(path)) {
        new Folder(path).rewrite();
      }
    }
  }
}
