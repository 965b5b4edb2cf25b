package dev.podnet.diagnostics;

/** Rules about asserts. PN8xxx. */
public enum AssertCode implements Code {
  /** A party of an assert is not declared. */
  UNKNOWN_PARTY("PN8001", Severity.ERROR, "an assert about something that is not there"),
  /** The service has no such port. */
  UNKNOWN_PORT("PN8002", Severity.ERROR, "an assert about a port the service does not have");

  private final String id;
  private final Severity severity;
  private final String title;

  AssertCode(String id, Severity severity, String title) {
    this.id = id;
    this.severity = severity;
    this.title = title;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String title() {
    return title;
  }
}
