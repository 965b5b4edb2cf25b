package dev.podnet.diagnostics;

/** Rules about addresses, ranges, ports and packet sizes: PN2xxx. */
public enum AddressCode implements Code {
  POD_AND_SERVICE_RANGE_OVERLAP(
      "PN2001", Severity.ERROR, "the pod range and the service range overlap"),
  RANGE_OVERLAPS_SEGMENT("PN2002", Severity.ERROR, "a range of the cluster overlaps a segment"),
  POD_CIDR_OVERLAP("PN2003", Severity.ERROR, "pod CIDRs overlap"),
  SEGMENT_OVERLAP("PN2004", Severity.ERROR, "segments overlap"),
  HOST_ADDRESS_IN_RANGE(
      "PN2005", Severity.ERROR, "a host's address lies in a range of the cluster"),
  EXTERNAL_ADDRESS_IN_RANGE(
      "PN2006", Severity.ERROR, "an external address lies in a range of the cluster"),
  SPECIAL_RANGE("PN2007", Severity.ERROR, "a range of addresses that have another purpose"),
  POD_CIDR_OUTSIDE_RANGE("PN2010", Severity.ERROR, "a pod CIDR outside the cluster's pod range"),
  POD_IP_OUTSIDE_POD_CIDR("PN2011", Severity.ERROR, "a pod's address outside its node's pod CIDR"),
  POD_IP_RESERVED("PN2012", Severity.ERROR, "a pod's address that its node needs"),
  CLUSTER_IP_OUTSIDE_RANGE("PN2013", Severity.ERROR, "a ClusterIP outside the service range"),
  CLUSTER_IP_RESERVED(
      "PN2014", Severity.ERROR, "a ClusterIP that is the first or last address of its range"),
  NODE_OUTSIDE_SEGMENTS("PN2015", Severity.ERROR, "a node's address that is in no segment"),
  GATEWAY_OUTSIDE_SEGMENT("PN2016", Severity.ERROR, "a gateway outside its segment"),
  ADDRESS_NOT_USABLE("PN2017", Severity.ERROR, "an address that no host can have"),
  DUPLICATE_NODE_ADDRESS("PN2020", Severity.ERROR, "two nodes with one address"),
  DUPLICATE_POD_IP("PN2021", Severity.ERROR, "two pods with one address"),
  DUPLICATE_CLUSTER_IP("PN2022", Severity.ERROR, "two services with one ClusterIP"),
  GATEWAY_TAKEN("PN2023", Severity.ERROR, "a gateway's address that somebody else has"),
  EXTERNAL_PORT_TAKEN("PN2024", Severity.ERROR, "two services on one external address and port"),
  NAME_SERVER_ADDRESS_TAKEN("PN2025", Severity.ERROR, "a service with the name server's address"),
  SERVICE_FAMILY_WITHOUT_PODS(
      "PN2032", Severity.ERROR, "a service range of a family that pods do not have"),
  HOST_PORT_TAKEN("PN2040", Severity.ERROR, "a port of a host in use twice"),
  HOST_PORT_IS_NODE_PORT("PN2042", Severity.ERROR, "a host port that is also a node port"),
  NODE_PORT_ADDRESSES_UNUSED("PN2043", Severity.WARNING, "node port addresses that no node has"),
  MTU_TOO_SMALL("PN2060", Severity.ERROR, "an MTU that leaves pods too little");

  private final String id;
  private final Severity severity;
  private final String title;

  AddressCode(String id, Severity severity, String title) {
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
