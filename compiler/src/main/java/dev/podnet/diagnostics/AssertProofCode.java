package dev.podnet.diagnostics;

/** What the proof of an assert may find. PN8xxx, with {@link AssertCode}. */
public enum AssertProofCode implements Code {
  /** The pod network is not podnet's, so nothing can be said about it. */
  NOT_PROVED("PN8003", Severity.WARNING, "an assert that cannot be proved"),
  /** What the assert says is not the case, or not for all it speaks of. */
  NOT_TRUE("PN8004", Severity.ERROR, "an assert that is not true"),
  /** Nobody sends or nobody is meant to answer, so nothing is said. */
  NOBODY("PN8005", Severity.WARNING, "an assert that speaks of nobody");

  private final String id;
  private final Severity severity;
  private final String title;

  AssertProofCode(String id, Severity severity, String title) {
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
