package dev.podnet.diagnostics;

import static dev.podnet.diagnostics.Severity.ERROR;
import static dev.podnet.diagnostics.Severity.WARNING;

/** PN606x: fabrics that wrap packets, and their keys. */
public enum TunnelCode implements Code {
  FABRIC_NEEDS_IPV4("PN6060", ERROR, "a fabric that runs over IPv4 alone"),
  IPV6_IN_IPV4_ACROSS_SEGMENTS("PN6061", ERROR, "IPv6 in IPv4 between segments"),
  KEYS_MISSING("PN6062", WARNING, "nodes whose public keys nobody has told"),
  BAD_KEY_LINE("PN6063", ERROR, "a line of podnet.keys that cannot be read"),
  KEY_OF_NOBODY("PN6064", WARNING, "a public key of no node"),
  KEY_TWICE("PN6065", ERROR, "two nodes with one public key"),
  BAD_KEY_FILE("PN6066", ERROR, "a path that no private key can have");

  private final String id;
  private final Severity severity;
  private final String title;

  TunnelCode(String id, Severity severity, String title) {
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
