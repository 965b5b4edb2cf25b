package dev.podnet.diagnostics;

/** Rules about services. PN4xxx. */
public enum ServiceCode implements Code {
  /** A nodePort is not in nodePortRange. */
  NODE_PORT_OUT_OF_RANGE("PN4001", Severity.ERROR, "node port outside the range"),
  /** Two ports of a service have one number and protocol. */
  DUPLICATE_PORT("PN4002", Severity.ERROR, "a service has one port twice"),
  /** Each port of a service with several has a name. */
  PORT_NAME_MISSING("PN4003", Severity.ERROR, "a port of several has no name"),
  /** A port name stands for one port. */
  DUPLICATE_PORT_NAME("PN4004", Severity.ERROR, "two ports of a service have one name"),
  /** The type needs externalName. */
  EXTERNAL_NAME_MISSING("PN4005", Severity.ERROR, "ExternalName without a name"),
  /** An ExternalName service has no addresses of its own, and no other type has an external name. */
  EXTERNAL_NAME_MISUSED("PN4006", Severity.ERROR, "a field that does not go with ExternalName"),
  /** DNS has no alias for an address. */
  EXTERNAL_NAME_IS_ADDRESS("PN4007", Severity.WARNING, "an external name that is an address"),
  /** Without a ClusterIP there is nothing to publish on nodes. */
  HEADLESS_MISUSED("PN4008", Severity.ERROR, "a headless service cannot have this"),
  /** Only NodePort and LoadBalancer have node ports. */
  NODE_PORT_MISUSED("PN4009", Severity.ERROR, "nodePort on a service that is not on nodes"),
  /** Only type LoadBalancer has a load balancer. */
  LOAD_BALANCER_MISUSED(
      "PN4010", Severity.ERROR, "a load balancer's field on a service without one"),
  /** A target port by name leads nowhere. */
  TARGET_PORT_UNKNOWN("PN4011", Severity.ERROR, "no pod has a port of that name"),
  /** The service has no endpoints. */
  NO_PODS("PN4012", Severity.WARNING, "a selector matches no pod"),
  /** The service has no endpoints. */
  NO_SELECTOR("PN4013", Severity.WARNING, "a service without selector and endpoints"),
  /** Endpoints are either found or given. */
  SELECTOR_AND_ENDPOINTS("PN4014", Severity.ERROR, "selector and endpoints in one service"),
  /** Nothing can be reached through it. */
  NO_PORTS("PN4015", Severity.WARNING, "a service without ports"),
  /** The service is served in the families there are. */
  FAMILY_NOT_THERE(
      "PN4016", Severity.WARNING, "a service asks for a family the cluster does not have"),
  /** The endpoint is left out. */
  ENDPOINT_FAMILY("PN4017", Severity.WARNING, "an address of a family the service does not have"),
  /** A port of a node leads to one service. */
  NODE_PORT_TWICE("PN4019", Severity.ERROR, "one node port for two services"),
  /** The policy needs a node port, a load balancer or external IPs. */
  TRAFFIC_POLICY_MISUSED(
      "PN4018", Severity.ERROR, "externalTrafficPolicy on a service the outside does not reach"),
  /** Source ranges say nothing about addresses of the other family. */
  SOURCE_RANGES_FAMILY(
      "PN4060", Severity.WARNING, "source ranges leave an address of the other family open"),
  /** The API refuses such endpoints. */
  ENDPOINT_NOT_USABLE("PN4061", Severity.ERROR, "an endpoint no packet can be sent to"),
  /** A target port by name would be ambiguous. */
  CONTAINER_PORT_NAME_TWICE("PN4062", Severity.ERROR, "two ports of a container have one name"),
  /** kube-proxy leaves such a service alone; podnet's nodes serve it. */
  ANOTHER_PROXY("PN4063", Severity.WARNING, "a service that is another proxy's"),
  /** Nobody has an address of the service range. */
  ENDPOINT_IN_SERVICE_RANGE("PN4064", Severity.WARNING, "an endpoint in the service range");

  private final String id;
  private final Severity severity;
  private final String title;

  ServiceCode(String id, Severity severity, String title) {
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
