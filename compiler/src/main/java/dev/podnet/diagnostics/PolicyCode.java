package dev.podnet.diagnostics;

/** Rules about network policies and ingresses: PN5xxx. */
public enum PolicyCode implements Code {
  POLICY_NOT_ENFORCED(
      "PN5001", Severity.ERROR, "a network policy that this version does not enforce"),
  INGRESS_NOT_SERVED("PN5002", Severity.ERROR, "an ingress that this version does not serve");

  private final String id;
  private final Severity severity;
  private final String title;

  PolicyCode(String id, Severity severity, String title) {
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
