package dev.podnet.diagnostics;

/** Rules about choosing addresses: that there are enough of them. PN205x. */
public enum AllocationCode implements Code {
  /** The podCIDR of the cluster is used up. */
  POD_RANGE_EXHAUSTED("PN2051", Severity.ERROR, "the pod range has no share left for a node"),
  /** More pods on a node than its share has addresses. */
  NODE_SHARE_EXHAUSTED("PN2052", Severity.ERROR, "a node's pod CIDR has no address left"),
  /** The serviceCIDR of the cluster is used up. */
  SERVICE_RANGE_EXHAUSTED("PN2053", Severity.ERROR, "the service range has no address left"),
  /** The nodePortRange of the cluster is used up. */
  NODE_PORTS_EXHAUSTED("PN2054", Severity.ERROR, "the node port range has no port left"),
  /** nodeMask and podCIDR do not go together. */
  NODE_MASK_UNFIT("PN2055", Severity.ERROR, "a node's share does not fit into the pod range"),
  /** The lock is not what podnet writes. */
  LOCK_UNREADABLE("PN2056", Severity.ERROR, "podnet.lock cannot be read"),
  /** {@code address from} does not leave room for all nodes. */
  ADDRESSES_RUN_OUT("PN2057", Severity.ERROR, "consecutive addresses run past the end");

  private final String id;
  private final Severity severity;
  private final String title;

  AllocationCode(String id, Severity severity, String title) {
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
