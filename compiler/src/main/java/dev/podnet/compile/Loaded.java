package dev.podnet.compile;

import dev.podnet.manifest.ManifestFile;
import dev.podnet.syntax.SpecFile;
import java.nio.file.Path;
import java.util.List;

/**
 * All inputs, read and parsed, each file once, sorted by name.
 *
 * @param specs podnet source
 * @param manifests Kubernetes manifests
 * @param folders those in which something was looked for
 * @param unreadable whether a file could not be read at all, which is no fault of the input
 */
record Loaded(List<Spec> specs, List<Manifest> manifests, List<Path> folders, boolean unreadable) {

  /** Copies the lists. */
  Loaded {
    specs = List.copyOf(specs);
    manifests = List.copyOf(manifests);
    folders = List.copyOf(folders);
  }

  /** A file of podnet source. */
  record Spec(InputFile file, SpecFile content) {}

  /** A file of manifests. */
  record Manifest(InputFile file, ManifestFile content) {}
}
