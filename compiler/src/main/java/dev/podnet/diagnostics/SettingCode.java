package dev.podnet.diagnostics;

import static dev.podnet.diagnostics.Severity.ERROR;
import static dev.podnet.diagnostics.Severity.WARNING;

/** PN6xxx: backends and their settings. */
public enum SettingCode implements Code {
  UNKNOWN_BACKEND("PN6001", ERROR, "unknown backend"),
  BACKEND_NOT_THERE("PN6002", ERROR, "a backend that is not in this version"),
  UNKNOWN_SETTING("PN6003", ERROR, "unknown setting"),
  BAD_SETTING_VALUE("PN6004", ERROR, "a setting's value cannot be read"),
  SETTING_VALUE_COUNT("PN6005", ERROR, "a setting has no value or too many"),
  UNDERLAY_FAMILY("PN6010", ERROR, "nodes have no address that can carry pod traffic"),
  POD_CIDR_TOO_SMALL("PN6011", ERROR, "a node's pod CIDR is too small for its wiring"),
  LINK_NAME_TAKEN("PN6012", ERROR, "an interface name is used for two things"),
  HOST_PORT_LOOPBACK("PN6013", WARNING, "a host port on a loopback address"),
  NAME_TOO_LONG("PN6014", ERROR, "a name longer than DNS takes"),
  DOMAIN_TAKEN("PN6016", ERROR, "a domain that is served already"),
  HEALTH_CHECK_NOT_SERVED("PN6021", WARNING, "health check node port is not served"),
  IPVS_LOCALHOST("PN6035", ERROR, "node ports on 127.0.0.1 with IPVS"),
  IPVS_NODE_ADDRESS("PN6036", ERROR, "a node's address as a service's with IPVS"),
  IPVS_ONE_ENDPOINT("PN6037", WARNING, "a scheduler that sends all connections to one endpoint"),
  DIRECT_RETURN("PN6038", ERROR, "endpoints that answer past the balancer"),
  DIRECT_RETURN_OF_SERVICE(
      "PN6039", WARNING, "a service whose endpoints cannot answer past the balancer"),
  PRESET_OVERRIDDEN("PN6075", WARNING, "a backend beside a wiring or fabric"),
  COMBINATION("PN6076", ERROR, "a wiring and a fabric that do not go together"),
  NODES_APART("PN6077", WARNING, "nodes that do not reach each other's pods"),
  GATEWAY_NEEDED("PN6078", ERROR, "a segment without the router that knows the pods"),
  BGP_NOT_SPOKEN("PN6079", WARNING, "a setting of BGP where nobody speaks it"),
  BGP_MESH_TOO_LARGE("PN6080", ERROR, "a full mesh of too many nodes"),
  BGP_PEERS("PN6081", ERROR, "nodes that cannot be BGP peers");

  private final String id;
  private final Severity severity;
  private final String title;

  SettingCode(String id, Severity severity, String title) {
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
