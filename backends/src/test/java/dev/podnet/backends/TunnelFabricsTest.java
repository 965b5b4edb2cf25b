package dev.podnet.backends;

import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.shared;
import static dev.podnet.backends.testing.Elements.sizes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.FouPort;
import dev.podnet.plan.Link;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fabrics ipip, udp, wireguard and weave put on hosts, and what they refuse. */
class TunnelFabricsTest {

  private static final String V6 =
      "podCIDR fd00:10:244::/48; serviceCIDR fd00:10:96::/112; backend ";
  private static final String DUAL =
      "podCIDR 10.244.0.0/16, fd00:10:244::/48; serviceCIDR 10.96.0.0/16, fd00:10:96::/112; backend ";
  private static final String V4_NODES =
      "node n1 { address 192.168.1.11 }\nnode n2 { address 192.168.1.12 }\n";
  private static final String V6_NODES =
      "node n1 { address fd50::11 }\nnode n2 { address fd50::12 }\n";
  private static final String RACKS = """
      segment a 192.168.1.0/24 { gateway 192.168.1.1 }
      segment b 192.168.2.0/24 { gateway 192.168.2.1 }
      router core { connects a, b }
      node n1 { address 192.168.1.11 }
      node n2 { address 192.168.1.12 }
      node n3 { address 192.168.2.13 }
      """;

  private static Spec spec(String settings, String nodes) {
    return new Spec("cluster shop { " + settings + " }\n" + nodes);
  }

  private static <T extends Link> T link(Plan plan, Class<T> type) {
    return own(plan, "n1", Part.NETWORK).links().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ipipRoutesViaThePeerItself() {
    Plan plan = spec("backend ipip", RACKS).plan();
    assertThat(link(plan, Link.IpTunnel.class).toString())
        .isEqualTo("IpTunnel[name=flannel.ipip, mtu=1480, kind=IPIP,"
            + " local=Optional[192.168.1.11], fouPort=Optional.empty,"
            + " comment=tunnels to the other nodes]");
    assertThat(shared(plan, "peers").routes())
        .extracting(r -> r.destination() + " via " + r.via().orElseThrow() + " " + r.onlink())
        .containsExactly(
            "10.244.0.0/24 via 192.168.1.11 true",
            "10.244.1.0/24 via 192.168.1.12 true",
            "10.244.2.0/24 via 192.168.2.13 true");
  }

  @ParameterizedTest
  @CsvSource({
    "ipip, 4, 4, 1480",
    "ipip, 46, 6, 1460",
    "ipip, 46, 4, 1480",
    "udp, 46, 4, 1472",
    "wireguard, 46, 4, 1440",
    "wireguard, 46, 6, 1420",
    "weave, 46, 4, 1450",
    "weave, 46, 6, 1430",
    "weave { encrypt on }, 46, 4, 1390",
    "weave { encrypt on }, 6, 6, 1350"
  })
  void podsHaveWhatIsLeftOfThePacket(String backend, String pods, String nodes, int mtu) {
    String range = pods.equals("4") ? "backend " : pods.equals("6") ? V6 : DUAL;
    Plan plan = spec(
            range + backend,
            (nodes.equals("4") ? V4_NODES : V6_NODES) + "namespace default { pod a on n1 }")
        .plan();
    assertThat(own(plan, "n1", Part.PODS).links()).extracting(Link::mtu).containsExactly(mtu);
  }

  @Test
  void udpHasAPortForEachFamily() {
    Plan plan = spec(DUAL + "udp { port 9000 }", V4_NODES).plan();
    assertThat(shared(plan, "network").fouPorts())
        .containsExactly(new FouPort(9000, 4), new FouPort(9001, 41));
    assertThat(spec(DUAL + "udp { port 65535 }", V4_NODES).findings())
        .containsExactly("PN6004 port 65535 leaves no port after it for IPv6 pods");
  }

  @Test
  void udpRunsOverIpv4Alone() {
    assertThat(spec(V6 + "udp", V6_NODES).findings())
        .containsExactly("PN6060 udp needs an IPv4 address of every node, and n1 has none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipip", "udp"})
  void ipv6InIpv4StaysOnOneSegment(String backend) {
    assertThat(spec(DUAL + backend, V4_NODES).findings()).isEmpty();
    assertThat(spec(DUAL + backend, RACKS).findings())
        .containsExactly("PN6061 " + backend
            + " cannot carry IPv6 packets over IPv4 between segments: n1 is on a, n3 on b");
  }

  @Test
  void keysThatNobodyHasToldAreAWarning() {
    assertThat(spec("backend wireguard", RACKS + "node n4 { address 192.168.1.14 }")
            .findings())
        .containsExactly("PN6062 podnet.keys has no public key of n1, n2, n3 and 1 more");
    assertThat(spec("backend weave { encrypt on }", V4_NODES).findings())
        .containsExactly("PN6062 podnet.keys has no public key of n1, n2");
    assertThat(spec("backend weave", V4_NODES).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "key, /etc/podnet/shop/n1/key",
    "/etc/wireguard/private.key, /etc/wireguard/private.key"
  })
  void aPrivateKeyIsWhereKeyFileSays(String written, String path) {
    Plan plan =
        spec("backend wireguard { keyFile \"" + written + "\" }", V4_NODES).plan();
    assertThat(link(plan, Link.WireGuard.class).keyFile()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/../key", "a b", "/", "x;reboot", "$(id)", "/etc/.hidden/key"})
  void aPathThatNoKeyCanHaveIsReported(String written) {
    assertThat(
            spec("backend wireguard { keyFile \"" + written + "\" }", V4_NODES).findings())
        .filteredOn(f -> f.startsWith("PN6066 a private key cannot be in "))
        .hasSize(1);
  }

  @Test
  void weaveIsOneSegmentWithTheClustersPrefix() {
    Plan plan =
        spec("backend weave", V4_NODES + "namespace default { pod a on n2 }").plan();
    Link.Vxlan device = link(plan, Link.Vxlan.class);
    assertThat(device.master()).hasValueSatisfying(m -> assertThat(m).hasToString("weave"));
    assertThat(device.learning()).isTrue();
    assertThat(own(plan, "n1", Part.NETWORK).addresses())
        .extracting(a -> a.link() + " " + a.address())
        .containsExactly("weave 10.244.0.1/16");
    assertThat(own(plan, "n2", Part.PODS).namespaces().get(0).addresses())
        .extracting(Object::toString)
        .containsExactly("10.244.1.2/16");
    assertThat(shared(plan, "peers").fdb())
        .allMatch(f -> f.flood())
        .extracting(f -> f.destination().toString())
        .containsExactly("192.168.1.11", "192.168.1.12");
  }

  @Test
  void macsOnOneSegmentDiffer() {
    Plan plan = spec(V6 + "weave", V6_NODES + "namespace default { pods a 4 }").plan();
    assertThat(plan.hosts().stream()
            .flatMap(h -> h.parts().values().stream())
            .flatMap(f -> f.links().stream())
            .map(l -> l instanceof Link.Bridge b
                ? b.mac()
                : l instanceof Link.Veth v ? v.peerMac() : ((Link.Vxlan) l).mac()))
        .doesNotHaveDuplicates();
  }

  @Test
  void weaveNeedsABridge() {
    assertThat(spec("wiring none; fabric weave", V4_NODES).findings())
        .anyMatch(f -> f.contains("fabric weave does not go with wiring none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipip", "udp", "wireguard", "weave", "weave { encrypt on }"})
  void whatIsSharedGrowsWithTheNodesAndAHostsOwnDoesNot(String backend) {
    Plan small = plan(backend, 40);
    Plan large = plan(backend, 400);
    assertThat(shared(large, "peers").routes().size()
            + shared(large, "peers").fdb().size()
            + shared(large, "peers").wireGuardPeers().size())
        .isBetween(400, 1200);
    assertThat(sizes(own(large, "n-7", Part.NETWORK)))
        .isEqualTo(sizes(own(small, "n-7", Part.NETWORK)));
  }

  private static Plan plan(String backend, int nodes) {
    return spec(
            "podCIDR 10.0.0.0/8; serviceCIDR 172.30.0.0/16; backend " + backend,
            "nodes n " + nodes + " { address from 192.168.0.1 }")
        .plan();
  }
}
