package dev.podnet.backends.nftables;

import dev.podnet.plan.NftField;
import java.util.List;

/** By what a packet finds a service. */
enum Door {
  /** By an address and port of the service's own. */
  ADDRESS(
      "SERVICES",
      "EP-",
      "OF-",
      List.of(NftField.DESTINATION, NftField.PROTOCOL, NftField.DESTINATION_PORT)),
  /** By a port of any address of the node. */
  NODE_PORT(
      "NODEPORTS",
      "NODEPORT-EP-",
      "NODEPORT-OF-",
      List.of(NftField.PROTOCOL, NftField.DESTINATION_PORT));

  private final String dispatch;
  private final String slot;
  private final String oneOf;
  private final List<NftField> key;

  Door(String dispatch, String slot, String oneOf, List<NftField> key) {
    this.dispatch = dispatch;
    this.slot = slot;
    this.oneOf = oneOf;
    this.key = key;
  }

  /** What is looked up. */
  List<NftField> key() {
    return key;
  }

  /** The verdict map that finds the service. */
  String dispatch(Layer layer) {
    return layer.prefix() + "-" + dispatch;
  }

  /** The map of the endpoints that stand at one place in their services' lists, and the chain that sends there. */
  String slot(Layer layer, int place) {
    return layer.prefix() + "-" + slot + place;
  }

  /** The chain that sends to one of n endpoints. */
  String oneOf(Layer layer, int n) {
    return n == 1 ? slot(layer, 0) : layer.prefix() + "-" + oneOf + n;
  }

  /** The chain of a service with affinity that sends to the endpoint a client had before, or to one of n. */
  String stay(Layer layer, String service) {
    return layer.prefix() + "-" + (this == ADDRESS ? "STAY-" : "NODEPORT-STAY-") + service;
  }
}
