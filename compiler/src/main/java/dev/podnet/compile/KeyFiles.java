package dev.podnet.compile;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.resolve.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Finds and reads the file that holds the nodes' public keys. */
final class KeyFiles {

  /** Its name; it is beside podnet.lock. */
  private static final String NAME = "podnet.keys";

  private KeyFiles() {}

  /** Where it is, beside the lock; empty when it is not there. */
  static Optional<Place> place(Optional<Place> lock) {
    return lock.map(l -> l.folder().resolve(NAME)).filter(p -> Files.exists(p.path()));
  }

  /**
   * Reads it; what is wrong with its text is reported.
   *
   * @throws IOException when it cannot be read
   */
  static Keys read(Place place, Diagnostics diagnostics) throws IOException {
    return new TextReader(diagnostics)
        .read(place, Optional.empty())
        .map(text -> Keys.read(text.source(), diagnostics))
        .orElse(Keys.NONE);
  }
}
