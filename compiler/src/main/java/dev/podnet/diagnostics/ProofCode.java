package dev.podnet.diagnostics;

/** What the proof over the whole plan may find, PN31xx: the network that would be made does not do what it should. */
public enum ProofCode implements Code {
  /** A pod does not reach a pod with its source unchanged and at full size. */
  POD_TO_POD("PN3101", "a pod does not reach a pod"),
  /** A node does not reach a pod with its source unchanged. */
  NODE_TO_POD("PN3102", "a node does not reach a pod"),
  /** A pod does not reach a node. */
  POD_TO_NODE("PN3103", "a pod does not reach a node"),
  /** A service port does not reach exactly its endpoints. */
  SERVICE("PN3104", "a service does not reach exactly its endpoints"),
  /** A node port does not reach exactly its endpoints. */
  NODE_PORT("PN3105", "a node port does not reach exactly its endpoints"),
  /** A host port does not lead to its pod. */
  HOST_PORT("PN3106", "a host port does not reach its pod");

  private final String id;
  private final String title;

  ProofCode(String id, String title) {
    this.id = id;
    this.title = title;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String title() {
    return title;
  }
}
