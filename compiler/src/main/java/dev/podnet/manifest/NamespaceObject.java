package dev.podnet.manifest;

import dev.podnet.source.Span;

/** A {@code v1} Namespace. */
public record NamespaceObject(Span span, ObjectMeta meta) implements KubeObject {

  @Override
  public String kind() {
    return "Namespace";
  }
}
