package dev.podnet.planning;

/** The backends on the class path cannot be used: one is broken, or two have the same kind and name. */
public final class BackendLoadException extends IllegalStateException {

  /** Says what is wrong, in words for whoever put them there. */
  public BackendLoadException(String message) {
    super(message);
  }
}
