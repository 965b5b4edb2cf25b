package dev.podnet.compile;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a file holds, told by the ending of its name. */
enum InputKind {
  /** podnet source. */
  SPEC,
  /** Kubernetes manifests. */
  MANIFEST;

  /** The kind of a file; empty when it is no input. */
  static Optional<InputKind> of(Path file) {
    String name =
        file.getFileName() == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".podnet")) {
      return Optional.of(SPEC);
    }
    boolean manifest = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    return manifest ? Optional.of(MANIFEST) : Optional.empty();
  }
}
