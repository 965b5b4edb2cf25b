package dev.podnet.source;

/**
 * A value and the place it was written at.
 *
 * @param value the value
 * @param span where it stands
 */
public record Located<T>(T value, Span span) {

  /** Another value at the same place. */
  public <R> Located<R> with(R other) {
    return new Located<>(other, span);
  }

  @Override
  public String toString() {
    return String.valueOf(value);
  }
}
