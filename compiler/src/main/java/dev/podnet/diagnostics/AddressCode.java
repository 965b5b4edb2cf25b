package dev.podnet.diagnostics;

/** Rules about addresses and ranges: PN2xxx. */
public enum AddressCode implements Code {
  POD_CIDR_OVERLAP("PN2003", Severity.ERROR, "pod CIDRs overlap");

  private final String id;
  private final Severity severity;
  private final String title;

  AddressCode(String id, Severity severity, String title) {
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
