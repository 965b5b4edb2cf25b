package dev.podnet.diagnostics;

/** Rules about the underlay and who reaches whom on it: PN3xxx. */
public enum TopologyCode implements Code {
  NODES_NOT_JOINED("PN3001", Severity.ERROR, "nodes that no router joins"),
  NEEDS_SHARED_SEGMENT("PN3002", Severity.ERROR, "a fabric that needs all nodes on one segment"),
  SEGMENT_WITHOUT_GATEWAY("PN3003", Severity.WARNING, "a segment whose nodes know no way out"),
  ROUTE_LIMIT_EXCEEDED("PN3004", Severity.ERROR, "more routes than the router takes"),
  ROUTER_JOINS_NOTHING("PN3005", Severity.WARNING, "a router that joins fewer than two segments"),
  SEGMENT_UNUSED("PN3006", Severity.NOTE, "a segment that nothing is on");

  private final String id;
  private final Severity severity;
  private final String title;

  TopologyCode(String id, Severity severity, String title) {
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
