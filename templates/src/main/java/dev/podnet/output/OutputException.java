package dev.podnet.output;

import java.io.IOException;

/** The output cannot be written; the message is for the user. The folder is as it was. */
public final class OutputException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The folder is somebody else's, or no folder: the command was wrong. */
    REFUSED,
    /** The disk, its rights or another run stood in the way. */
    ENVIRONMENT
  }

  private final Reason reason;

  /** Makes one. */
  public OutputException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
