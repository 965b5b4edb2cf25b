package dev.podnet.diagnostics;

import static dev.podnet.diagnostics.Severity.ERROR;
import static dev.podnet.diagnostics.Severity.WARNING;

/** PN6017 to PN6022, but for 6021: the names of a cluster, and who answers them. */
public enum NameServiceCode implements Code {
  ALIAS_CIRCLE("PN6017", WARNING, "an external name that leads back to itself"),
  ANSWER_TOO_LONG("PN6018", WARNING, "an answer longer than DNS takes"),
  SERVED_ELSEWHERE("PN6019", WARNING, "name servers beside those of a service"),
  SERVER_NOT_REACHED("PN6020", WARNING, "name servers that no pod reaches"),
  NEEDS_COREDNS("PN6022", ERROR, "what only CoreDNS does");

  private final String id;
  private final Severity severity;
  private final String title;

  NameServiceCode(String id, Severity severity, String title) {
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
