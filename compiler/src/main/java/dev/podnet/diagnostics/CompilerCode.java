package dev.podnet.diagnostics;

import static dev.podnet.diagnostics.Severity.ERROR;

/** PN9xxx: the compiler itself: its files, its command line. */
public enum CompilerCode implements Code {
  UNREADABLE("PN9001", ERROR, "a file cannot be read"),
  INPUT_NOT_THERE("PN9002", ERROR, "an input is not there"),
  NOT_UTF8("PN9003", ERROR, "a file is not UTF-8"),
  TOO_LARGE("PN9004", ERROR, "too much input"),
  UNKNOWN_KIND("PN9005", ERROR, "a file of an unknown kind"),
  NO_INPUT("PN9006", ERROR, "a folder holds nothing to compile"),
  IMPORT_NOT_FOUND("PN9010", ERROR, "an import or include finds nothing"),
  IMPORT_OUTSIDE("PN9011", ERROR, "an import or include leads out of the inputs' folders"),
  INCLUDE_CYCLE("PN9012", ERROR, "files include each other"),
  IMPORT_KIND("PN9013", ERROR, "import and include are mixed up");

  private final String id;
  private final Severity severity;
  private final String title;

  CompilerCode(String id, Severity severity, String title) {
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
