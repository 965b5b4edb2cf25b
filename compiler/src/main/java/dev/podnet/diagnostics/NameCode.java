package dev.podnet.diagnostics;

/** Rules about names: what they stand for, and that each stands for one thing. PN1xxx. */
public enum NameCode implements Code {
  /** Nothing says what the network is. */
  NO_CLUSTER("PN1001", Severity.ERROR, "no cluster statement"),
  /** A compile has exactly one cluster. */
  SEVERAL_CLUSTERS("PN1002", Severity.ERROR, "more than one cluster statement"),
  /** Two things of a kind have one name. */
  DUPLICATE_NAME("PN1003", Severity.ERROR, "one name for two things"),
  /** A name made from {@code pods}, {@code nodes} or a workload is somebody else's. */
  GENERATED_NAME_CLASH("PN1004", Severity.ERROR, "a generated name is already taken"),
  /** A router connects a segment that is not declared. */
  UNKNOWN_SEGMENT("PN1005", Severity.ERROR, "unknown segment"),
  /** A pod is to be on a node that is not declared. */
  UNKNOWN_NODE("PN1006", Severity.ERROR, "unknown node"),
  /** A pod shares the network of one that is not there. */
  UNKNOWN_POD("PN1007", Severity.ERROR, "unknown pod"),
  /** An ingress leads to a service, or a port of one, that is not there. */
  UNKNOWN_SERVICE("PN1008", Severity.ERROR, "unknown service or service port"),
  /** Nobody in the circle has a network to share. */
  SHARING_CYCLE("PN1009", Severity.ERROR, "pods share each other's network in a circle"),
  /** A network namespace does not reach over hosts. */
  SHARING_APART("PN1010", Severity.ERROR, "a pod shares the network of a pod on another node"),
  /** A pod has no place, so no address. */
  UNPLACED_POD("PN1011", Severity.WARNING, "no node takes a pod"),
  /** Two statements about one thing cannot both hold. */
  CONTRADICTION("PN1012", Severity.ERROR, "statements that exclude each other"),
  /** Two manifests hold one and the same object. */
  REPEATED_OBJECT("PN1013", Severity.NOTE, "the same object is given twice"),
  /** The spec and a Node object say different things. */
  NODE_GIVEN_TWICE("PN1014", Severity.WARNING, "spec and manifest disagree about a node"),
  /** Affinity and topology spread are not evaluated. */
  PLACEMENT_IGNORED("PN1015", Severity.NOTE, "a rule of placement is ignored"),
  /** A resource backend is known to the ingress controller alone. */
  BACKEND_NOT_A_SERVICE("PN1016", Severity.NOTE, "an ingress path leads to no service"),
  /** A count is beyond what podnet makes. */
  TOO_MANY("PN1017", Severity.ERROR, "too many of one thing"),
  /** Nothing runs anywhere; names alone are compiled. */
  NO_NODES("PN1018", Severity.WARNING, "a cluster without nodes");

  private final String id;
  private final Severity severity;
  private final String title;

  NameCode(String id, Severity severity, String title) {
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
