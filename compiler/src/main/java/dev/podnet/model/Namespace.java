package dev.podnet.model;

import dev.podnet.source.Span;
import java.util.SortedMap;

/**
 * A Kubernetes namespace.
 *
 * @param name a DNS label
 * @param span where it is first mentioned
 * @param labels its labels, {@code kubernetes.io/metadata.name} among them
 */
public record Namespace(String name, Span span, SortedMap<String, String> labels) {

  /** Copies the map. */
  public Namespace {
    labels = Labels.copyOf(labels);
  }
}
