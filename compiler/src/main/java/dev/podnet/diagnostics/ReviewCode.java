package dev.podnet.diagnostics;

import static dev.podnet.diagnostics.Severity.ERROR;
import static dev.podnet.diagnostics.Severity.WARNING;

/** PN902x: what {@code podnet diff}, {@code podnet explain} and {@code podnet fmt} are asked about. */
public enum ReviewCode implements Code {
  NO_OUTPUT("PN9020", ERROR, "a folder is no output that podnet can read"),
  NO_REPOSITORY("PN9021", ERROR, "the inputs are in no git repository"),
  NO_REVISION("PN9022", ERROR, "git knows no such revision"),
  NOT_AT_REVISION("PN9023", ERROR, "an input is not there at a revision"),
  GIT_FAILED("PN9024", ERROR, "git cannot be run or fails"),
  NO_SUCH_LINE("PN9025", ERROR, "an output has no such line"),
  INPUTS_NOT_FOUND("PN9026", ERROR, "what an output was compiled from is not found"),
  INPUTS_CHANGED("PN9027", WARNING, "the inputs are not those an output was compiled from"),
  NO_SUCH_OBJECT("PN9028", ERROR, "a spec has no such object"),
  LAYOUT("PN9029", ERROR, "a file is not laid out as podnet fmt does");

  private final String id;
  private final Severity severity;
  private final String title;

  ReviewCode(String id, Severity severity, String title) {
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
