package dev.podnet.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Replaces a file as a whole or not at all. */
final class InPlace {

  private InPlace() {}

  /**
   * Gives a file another text. Who may read and write it stays; a link stays a link.
   *
   * @throws IOException when it cannot be written; then it is as it was
   */
  static void write(Path file, String text) throws IOException {
    Path real = file.toRealPath();
    if (!Files.isWritable(real)) {
      throw new java.nio.file.AccessDeniedException(real.toString());
    }
    Path fresh = real.resolveSibling("." + real.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      PosixFileAttributeView view = Files.getFileAttributeView(real, PosixFileAttributeView.class);
      if (view != null) {
        Files.setPosixFilePermissions(fresh, view.readAttributes().permissions());
      }
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * Makes a file of a text, or gives the one that is there another; a file that has the text already is left alone.
   *
   * @throws IOException when it cannot be written; then it is as it was
   */
  static void create(Path file, String text) throws IOException {
    if (Files.isRegularFile(file)) {
      if (!java.util.Arrays.equals(
          Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8))) {
        write(file, text);
      }
    } else if (Files.exists(file)) {
      // Such as /dev/stdout.
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } else {
      Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
      try {
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
  }
}
