package dev.podnet.origin;

import dev.podnet.source.Span;

/**
 * What a spec says of an object.
 *
 * @param object the object
 * @param aspect which of its properties, in the words of the spec; empty for the object itself
 * @param value what it is
 * @param span where that is written; the object's own place where podnet chose it
 * @param written whether it is written rather than chosen
 */
public record SpecStatement(
    SpecObject object, String aspect, String value, Span span, boolean written) {

  /** {@code cluster: proxyMode ipvs}. */
  @Override
  public String toString() {
    if (aspect.isEmpty()) {
      return object.toString();
    }
    return object + ": " + aspect + (value.isEmpty() ? "" : " " + value);
  }
}
