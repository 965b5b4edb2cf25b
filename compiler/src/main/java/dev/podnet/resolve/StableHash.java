package dev.podnet.resolve;

import java.nio.charset.StandardCharsets;

/**
 * A number made from a name that never changes: FNV-1a over its UTF-8 bytes, 64 bits (draft-eastlake-fnv), stirred by the
 * last step of MurmurHash3 so that every bit depends on every letter, without its lowest bit.
 */
final class StableHash {

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private StableHash() {}

  /** A number from 0 to 2^63-1. */
  static long of(String text) {
    return stirred(begun(text));
  }

  /** The hash of a text that goes on: {@link #ended} tells the end. */
  static long begun(String text) {
    return fnv(OFFSET_BASIS, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash of a text that was begun and ends with these bytes: a number from 0 to 2^63-1. */
  static long ended(long begun, byte[] rest) {
    return stirred(fnv(begun, rest));
  }

  private static long fnv(long start, byte[] bytes) {
    long hash = start;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * PRIME;
    }
    return hash;
  }

  private static long stirred(long fnv) {
    long hash = (fnv ^ fnv >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return (hash ^ hash >>> 33) >>> 1;
  }
}
