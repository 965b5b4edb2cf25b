package dev.podnet.resolve;

import java.nio.charset.StandardCharsets;

/**
 * A number made from a name that never changes: FNV-1a over its UTF-8 bytes, 64 bits
 * (draft-eastlake-fnv), its two halves folded into one so that the lower bits depend on every letter.
 */
final class StableHash {

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private StableHash() {}

  /** A number from 0 to 2^32-1. */
  static long of(String text) {
    long hash = OFFSET_BASIS;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * PRIME;
    }
    return (hash ^ hash >>> 32) & 0xffff_ffffL;
  }
}
