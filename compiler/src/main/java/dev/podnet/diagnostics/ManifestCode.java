package dev.podnet.diagnostics;

/** The rules for Kubernetes manifests, as far as one file decides: PN7xxx. */
public enum ManifestCode implements Code {
  YAML_SYNTAX("PN7001", Severity.ERROR, "the file is not YAML"),
  TEMPLATE("PN7002", Severity.ERROR, "a template, not a manifest"),
  LIMIT("PN7003", Severity.ERROR, "a manifest beyond the limits"),
  NO_OBJECT("PN7004", Severity.WARNING, "a document that is no Kubernetes object"),
  NO_KIND("PN7005", Severity.ERROR, "an object without kind or apiVersion"),
  UNKNOWN_KIND("PN7006", Severity.ERROR, "a kind or version that Kubernetes does not have"),
  MISSING_FIELD("PN7007", Severity.ERROR, "a field is missing"),
  WRONG_SHAPE("PN7008", Severity.ERROR, "a list, a map or a value where another is wanted"),
  NOT_A_STRING("PN7009", Severity.ERROR, "a number or a switch where a text is wanted"),
  NOT_A_NUMBER("PN7010", Severity.ERROR, "a text where a number is wanted"),
  NOT_A_SWITCH("PN7011", Severity.ERROR, "neither true nor false"),
  OLD_SWITCH("PN7012", Severity.WARNING, "yes, no, on or off where true or false is wanted"),
  DUPLICATE_KEY("PN7013", Severity.WARNING, "a key stands twice"),
  INVALID_NAME("PN7014", Severity.ERROR, "a name that Kubernetes does not allow"),
  INVALID_LABEL("PN7015", Severity.ERROR, "a label that Kubernetes does not allow"),
  INVALID_PORT("PN7016", Severity.ERROR, "a port that does not exist"),
  INVALID_ADDRESS("PN7017", Severity.ERROR, "not an IP address"),
  INVALID_CIDR("PN7018", Severity.ERROR, "not a block of addresses"),
  HOST_BITS("PN7019", Severity.WARNING, "a block of addresses with host bits"),
  UNKNOWN_PROTOCOL("PN7020", Severity.ERROR, "an unknown protocol"),
  UNKNOWN_WORD("PN7021", Severity.ERROR, "a word that the field does not know"),
  POLICY_KEY("PN7022", Severity.ERROR, "an unknown key in a network policy"),
  POLICY_PEER(
      "PN7023", Severity.ERROR, "a peer of a network policy that says too little or too much"),
  POLICY_EXCEPT("PN7024", Severity.ERROR, "an exception outside its block"),
  POLICY_PORTS("PN7025", Severity.ERROR, "a range of ports that cannot be"),
  SELECTOR("PN7026", Severity.ERROR, "a condition of a selector that cannot be"),
  DEAD_ANNOTATION("PN7027", Severity.WARNING, "an annotation without effect"),
  SELECTOR_MISMATCH("PN7028", Severity.ERROR, "a workload that does not select its own pods"),
  ADDRESS_FAMILY("PN7029", Severity.ERROR, "addresses that do not go together"),
  OUT_OF_RANGE("PN7030", Severity.ERROR, "a number out of its range"),
  INGRESS_BACKEND("PN7031", Severity.ERROR, "an ingress backend that says too little or too much"),
  INGRESS_PATH("PN7032", Severity.ERROR, "an ingress path or host that cannot be"),
  SPECIAL_ADDRESS("PN7033", Severity.ERROR, "an address that cannot be an endpoint"),
  DIGIT_SERVICE("PN7034", Severity.WARNING, "a service name that begins with a digit"),
  NULL_RULE("PN7035", Severity.WARNING, "a rule with nothing in it"),
  MERGE_KEY("PN7036", Severity.ERROR, "a merge key that merges nothing");

  private final String id;
  private final Severity severity;
  private final String title;

  ManifestCode(String id, Severity severity, String title) {
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
