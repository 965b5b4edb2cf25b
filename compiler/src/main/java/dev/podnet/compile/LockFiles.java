package dev.podnet.compile;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.resolve.Lock;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Finds, reads and writes the file that keeps addresses once chosen. */
public final class LockFiles {

  /** Its name. */
  public static final String NAME = "podnet.lock";

  private LockFiles() {}

  /** Where it is or would be: beside the file that declares the cluster; without one, beside the first file. */
  static Optional<Place> place(Loaded loaded) {
    Optional<Place> declaring = loaded.specs().stream()
        .filter(s ->
            s.content().statements().stream().anyMatch(Statement.ClusterDecl.class::isInstance))
        .map(s -> beside(s.file(), s.content().file()))
        .findFirst();
    return declaring
        .or(() -> loaded.specs().stream()
            .map(s -> beside(s.file(), s.content().file()))
            .findFirst())
        .or(() -> loaded.manifests().stream()
            .map(m -> beside(m.file(), m.content().file()))
            .findFirst());
  }

  private static Place beside(InputFile file, SourceFile source) {
    return new Place(file.path(), source.name()).folder().resolve(NAME);
  }

  /** Whether there is anything by its name. */
  static boolean exists(Place place) {
    return Files.exists(place.path(), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Reads it.
   *
   * @return the lock; empty when there is none, and when its text is wrong, which is reported
   * @throws IOException when it cannot be read
   */
  static Optional<Lock> read(Place place, Diagnostics diagnostics) throws IOException {
    if (!exists(place)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(place.path(), LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is no regular file");
    }
    return new TextReader(diagnostics)
        .read(place, Optional.empty())
        .flatMap(text -> Lock.read(text.source(), diagnostics));
  }

  /**
   * Writes what a compile chose, as a whole or not at all.
   *
   * @throws IOException when it cannot be written; then it is as it was
   */
  public static void write(Compilation compilation) throws IOException {
    Path file = compilation.lockFile().orElseThrow();
    String text = Lock.of(compilation.cluster().orElseThrow()).toText();
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.readString(file, StandardCharsets.UTF_8).equals(text)) {
      return;
    }
    Path fresh = file.resolveSibling("." + NAME + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
