package dev.podnet.backends.bgp;

import dev.podnet.backends.common.DirectReturn;
import dev.podnet.model.Node;
import dev.podnet.spi.SettingSpec;
import dev.podnet.spi.SettingValues;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The fabric's settings.
 *
 * @param encapsulation what is put around pod packets
 * @param crossSubnet whether only what leaves a segment is wrapped
 * @param asn the nodes' autonomous system where they name no other
 * @param speaks whether BIRD learns the routes
 * @param reflectors the names of the nodes that pass routes on to the others; empty for a full mesh
 * @param meshLimit how many nodes a full mesh may have
 * @param vni the VXLAN network identifier
 * @param port the UDP port of VXLAN
 */
record BgpSettings(
    Encapsulation encapsulation,
    boolean crossSubnet,
    long asn,
    boolean speaks,
    List<String> reflectors,
    int meshLimit,
    int vni,
    int port) {

  static final String ENCAPSULATION = "encapsulation";
  static final String CROSS_SUBNET = "crossSubnet";
  static final String ASN = "asn";
  static final String BGP = "bgp";
  static final String REFLECTORS = "routeReflectors";
  static final String MESH_LIMIT = "meshLimit";

  private static final String BIRD = "bird";
  private static final long GREATEST_ASN = 4_294_967_295L;

  /** What is put around pod packets. */
  enum Encapsulation {
    NONE,
    IPIP,
    VXLAN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static List<SettingSpec> specs() {
    return List.of(
        SettingSpec.word(
            ENCAPSULATION,
            Arrays.stream(Encapsulation.values()).map(Encapsulation::word).toList(),
            "What is put around pod packets between nodes."),
        SettingSpec.off(CROSS_SUBNET, "Whether peers on one segment are reached without a tunnel."),
        SettingSpec.number(
            ASN, 64512, 1, GREATEST_ASN, "The autonomous system of nodes that name no other."),
        SettingSpec.word(
            BGP,
            List.of("off", BIRD),
            "Who puts the routes in: the compiler works them out, or BIRD learns them."),
        SettingSpec.list(
            REFLECTORS,
            SettingSpec.Form.NODES,
            "The nodes that pass BGP's routes on to all others; without any, every node has a"
                + " session with every other."),
        SettingSpec.number(
            MESH_LIMIT, 100, 2, 100_000, "How many nodes may all have sessions with each other."),
        SettingSpec.number("vni", 4096, 0, 16777215, "The network identifier of VXLAN."),
        SettingSpec.port("port", 4789, "The UDP port of VXLAN."),
        DirectReturn.DSR);
  }

  static BgpSettings of(SettingValues values) {
    return new BgpSettings(
        Encapsulation.valueOf(values.text(ENCAPSULATION).orElseThrow().toUpperCase(Locale.ROOT)),
        values.on(CROSS_SUBNET),
        Long.parseLong(values.text(ASN).orElseThrow()),
        values.text(BGP).orElseThrow().equals(BIRD),
        values.list(REFLECTORS),
        values.number(MESH_LIMIT),
        values.number("vni"),
        values.number("port"));
  }

  /** The autonomous system of a node. */
  long asn(Node node) {
    return node.asn().orElse(asn);
  }
}
