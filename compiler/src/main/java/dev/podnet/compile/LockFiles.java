package dev.podnet.compile;

/** Finds the file that keeps addresses once chosen. */
public final class LockFiles {

  /** Its name, beside the file that declares the cluster. */
  public static final String NAME = "podnet.lock";

  private LockFiles() {}
}
