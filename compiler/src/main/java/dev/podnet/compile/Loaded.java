package dev.podnet.compile;

import dev.podnet.manifest.ManifestFile;
import dev.podnet.syntax.SpecFile;
import java.util.List;

/**
 * All inputs, read and parsed, each file once, sorted by name.
 *
 * @param specs podnet source
 * @param manifests Kubernetes manifests
 * @param unreadable whether a file could not be read at all, which is no fault of the input
 */
record Loaded(List<Spec> specs, List<Manifest> manifests, boolean unreadable) {

  /** Copies the lists. */
  Loaded {
    specs = List.copyOf(specs);
    manifests = List.copyOf(manifests);
  }

  /** A file of podnet source. */
  record Spec(InputFile file, SpecFile content) {}

  /** A file of manifests. */
  record Manifest(InputFile file, ManifestFile content) {}
}
