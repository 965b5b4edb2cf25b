package dev.podnet.diagnostics;

import static dev.podnet.diagnostics.Severity.ERROR;
import static dev.podnet.diagnostics.Severity.WARNING;

/** PN6045 to PN6054: services by a process on each node. */
public enum BalancerCode implements Code {
  SCTP_NOT_RELAYED("PN6045", ERROR, "the balancer does not relay SCTP"),
  CLIENT_HIDDEN("PN6046", WARNING, "the balancer hides clients that a service wants to see"),
  BALANCER_ADDRESS("PN6047", ERROR, "the balancer's address is used for something else"),
  BALANCER_PORTS("PN6048", ERROR, "the balancer's ports are too few or used for something else"),
  AFFINITY_STAYS("PN6049", WARNING, "clients stay with their endpoint longer than asked for");

  private final String id;
  private final Severity severity;
  private final String title;

  BalancerCode(String id, Severity severity, String title) {
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
