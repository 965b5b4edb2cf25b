package dev.podnet.resolve;

import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Chooses numbers from a range by name: the name's hash says where to begin, and the first free number from there on,
 * around the end, is taken. The lower part of the range (a sixteenth, at least 16 numbers, at most as many as said) is
 * used only when the rest is full.
 */
final class Probe {

  private final long first;
  private final long band;
  private final long end;
  private boolean upperFull;

  private Probe(long first, long band, long end) {
    this.first = first;
    this.band = band;
    this.end = end;
  }

  /**
   * A range.
   *
   * @param first its first number
   * @param end the number behind its last
   * @param mostLow how many numbers the lower part has at most
   */
  static Probe withLowBand(long first, long end, long mostLow) {
    long size = Math.max(0, end - first);
    long low = Math.min(Math.max(16, size / 16), mostLow);
    return new Probe(first, size > low ? low : 0, Math.max(first, end));
  }

  /** A free number for a name; the caller marks it as taken. */
  Optional<Long> find(String name, LongPredicate free) {
    long hash = StableHash.of(name);
    Optional<Long> found = upperFull ? Optional.empty() : scan(first + band, end, hash, free);
    if (found.isPresent()) {
      return found;
    }
    upperFull = true;
    return scan(first, first + band, hash, free);
  }

  private static Optional<Long> scan(long from, long to, long hash, LongPredicate free) {
    long size = to - from;
    for (long i = 0; i < size; i++) {
      long number = from + (hash + i) % size;
      if (free.test(number)) {
        return Optional.of(number);
      }
    }
    return Optional.empty();
  }
}
