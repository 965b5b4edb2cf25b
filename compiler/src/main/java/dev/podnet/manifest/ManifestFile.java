package dev.podnet.manifest;

import dev.podnet.source.SourceFile;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One file of Kubernetes manifests.
 *
 * @param file its text
 * @param objects its objects in the order written, without those that could not be read
 * @param skipped the other people's kinds in it and how many of each, by {@code APIVERSION/KIND}
 */
public record ManifestFile(
    SourceFile file, List<KubeObject> objects, SortedMap<String, Integer> skipped) {

  /** Copies the collections. */
  public ManifestFile {
    objects = List.copyOf(objects);
    skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
  }
}
