package dev.podnet.resolve;

import dev.podnet.manifest.ManifestFile;
import dev.podnet.syntax.ClusterItem;
import dev.podnet.syntax.SpecFile;
import java.util.List;
import java.util.Optional;

/**
 * All that a cluster is made from.
 *
 * @param specs the {@code .podnet} files, those they include among them; their order does not matter
 * @param manifests the Kubernetes manifests; their order does not matter
 * @param overrides statements of {@code --set}: each takes the place of what the cluster says about the same thing; the
 *     last one counts
 * @param lock what was chosen before
 * @param defaultNamespace the namespace of objects that name none
 * @param keys the nodes' public keys
 */
public record ResolveInput(
    List<SpecFile> specs,
    List<ManifestFile> manifests,
    List<ClusterItem> overrides,
    Optional<Lock> lock,
    String defaultNamespace,
    Keys keys) {

  /** Inputs without keys. */
  public ResolveInput(
      List<SpecFile> specs,
      List<ManifestFile> manifests,
      List<ClusterItem> overrides,
      Optional<Lock> lock,
      String defaultNamespace) {
    this(specs, manifests, overrides, lock, defaultNamespace, Keys.NONE);
  }

  /** Copies the lists. */
  public ResolveInput {
    specs = List.copyOf(specs);
    manifests = List.copyOf(manifests);
    overrides = List.copyOf(overrides);
  }
}
