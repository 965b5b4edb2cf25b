package dev.podnet.compile;

/** How much input is read: far more than a cluster needs, far less than would fill the memory. */
final class Limits {

  /** The bytes of one file. */
  static final long FILE_BYTES = 256L << 20;

  /** The bytes of all files. */
  static final long ALL_BYTES = 512L << 20;

  /** How many files there may be. */
  static final int FILES = 20_000;

  /** How many entries of folders are looked at. */
  static final int ENTRIES = 500_000;

  /** How deep folders may stand in each other. */
  static final int DEPTH = 100;

  private Limits() {}
}
