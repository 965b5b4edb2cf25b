package dev.podnet.backends.vxlan;

import static dev.podnet.backends.testing.Elements.nat;
import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.rules;
import static dev.podnet.backends.testing.Elements.shared;
import static dev.podnet.backends.testing.Elements.sizes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Route;
import dev.podnet.plan.Table;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VxlanFabricTest {

  private static final String RACKS = """
      segment rack-a 192.168.1.0/24 { gateway 192.168.1.1 }
      segment rack-b 192.168.2.0/24 { gateway 192.168.2.1 }
      router core { connects rack-a, rack-b }
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      node n3 { address 192.168.2.13 dev eth0 }
      """;

  private static final String DUAL = """
      cluster shop {
        podCIDR 10.244.0.0/16, fd00:10:244::/48
        serviceCIDR 10.96.0.0/16, fd00:10:96::/112
      }
      """;

  private static Link.Vxlan device(Plan plan, String node, String name) {
    return own(plan, node, Part.NETWORK).links().stream()
        .filter(l -> l.name().value().equals(name))
        .map(l -> (Link.Vxlan) l)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNodeHasFlannelsDeviceWithTheFirstAddressOfItsShare() {
    Plan plan = new Spec("cluster shop {}\n" + RACKS).plan();
    Link.Vxlan device = device(plan, "n2", "flannel.1");
    assertThat(device.mac()).isEqualTo(MacAddress.fromName("shop/n2"));
    assertThat(device.mtu()).isEqualTo(1450);
    assertThat(device.vni()).isEqualTo(1);
    assertThat(device.port()).isEqualTo(8472);
    assertThat(device.local()).hasToString("192.168.1.12");
    assertThat(device.dev()).hasToString("eth0");
    assertThat(own(plan, "n2", Part.NETWORK).addresses())
        .extracting(a -> a.link() + " " + a.address())
        .containsExactly("cni0 10.244.1.1/24", "flannel.1 10.244.1.0/32");
  }

  @Test
  void aPeerIsOneNeighbourOneEntryAndOneRoute() {
    Fragment peers = shared(new Spec("cluster shop {}\n" + RACKS).plan(), "peers");
    assertThat(peers.neighbours().get(2))
        .hasToString("Neighbour[address=10.244.2.0, mac=" + MacAddress.fromName("shop/n3")
            + ", dev=flannel.1, peer=Optional[n3]]");
    assertThat(peers.fdb().get(2).destination()).hasToString("192.168.2.13");
    assertThat(peers.routes().get(2))
        .isEqualTo(new Route(
            Cidr.parse("10.244.2.0/24"),
            Optional.of(IpAddress.parse("10.244.2.0")),
            Optional.of(new InterfaceName("flannel.1")),
            true,
            Optional.of("n3")));
  }

  @Test
  void theSettingsAreThoseOfTheDevice() {
    Plan plan = new Spec("cluster shop { backend vxlan { vni 42; port 4789 } }\n" + RACKS).plan();
    Link.Vxlan device = device(plan, "n1", "flannel.42");
    assertThat(device.vni()).isEqualTo(42);
    assertThat(device.port()).isEqualTo(4789);
    assertThat(rules(shared(plan, "network"), IpFamily.IPV4, Table.RAW, "PODNET-NOTRACK"))
        .containsExactly(
            "! -s 10.244.0.0/16 ! -d 10.96.0.0/16 -p udp --sport 32768-65535 --dport 4789 -> notrack");
  }

  @Test
  void withDirectRoutingNeighboursAreRoutedAndOthersTunnelled() {
    Plan plan = new Spec("cluster shop { backend vxlan { directRouting on } }\n" + RACKS).plan();
    assertThat(plan.byName().get("n1").includes())
        .containsExactly("network", "peers-rack-a-direct", "peers-rack-b-tunnel");
    assertThat(plan.byName().get("n3").includes())
        .containsExactly("network", "peers-rack-a-tunnel", "peers-rack-b-direct");
    assertThat(shared(plan, "peers-rack-a-direct").routes())
        .extracting(r -> r.destination() + " via " + r.via().orElseThrow())
        .containsExactly("10.244.0.0/24 via 192.168.1.11", "10.244.1.0/24 via 192.168.1.12");
    assertThat(shared(plan, "peers-rack-a-direct").neighbours()).isEmpty();
    assertThat(shared(plan, "peers-rack-b-tunnel").neighbours()).hasSize(1);
  }

  @Test
  void dualStackHasADeviceForEachOuterFamilyAndPodsTheSmallerMtu() {
    Plan plan = new Spec(DUAL + "node n1 { address 192.168.1.11, fd50::11 }\n"
            + "node n2 { address 192.168.1.12, fd50::12 }\nnamespace default { pod a on n1 }")
        .plan();
    assertThat(device(plan, "n1", "flannel.1").mtu()).isEqualTo(1450);
    assertThat(device(plan, "n1", "flannel-v6.1").mtu()).isEqualTo(1430);
    assertThat(device(plan, "n1", "flannel-v6.1").local()).hasToString("fd50::11");
    assertThat(own(plan, "n1", Part.PODS).links()).extracting(Link::mtu).containsExactly(1430);
    assertThat(own(plan, "n1", Part.NETWORK).addresses())
        .extracting(a -> a.link() + " " + a.address())
        .contains("flannel-v6.1 fd00:10:244::/128");
    assertThat(own(plan, "n1", Part.NETWORK).sysctls())
        .extracting(s -> s.key())
        .contains("net/ipv6/conf/flannel-v6.1/accept_ra");
    assertThat(shared(plan, "peers").fdb())
        .extracting(f -> f.dev() + " " + f.destination())
        .contains("flannel.1 192.168.1.12", "flannel-v6.1 fd50::12");
  }

  /** Netfilter puts fragments together: divided anew they are to be no larger than a pod's packet. */
  @Test
  void plainRoutesOfIpv6TellTheSizeOfPodsPackets() {
    Plan plan = new Spec(
            DUAL.replace("serviceCIDR", "backend vxlan { directRouting on }; serviceCIDR")
                + "node n1 { address 192.168.1.11, fd50::11 }\n"
                + "node n2 { address 192.168.1.12, fd50::12 }")
        .plan();

    assertThat(plan.shared().values().stream()
            .flatMap(s -> s.fragment().routes().stream())
            .filter(r -> r.dev().isEmpty()))
        .hasSize(4)
        .allSatisfy(r -> assertThat(r.mtu())
            .isEqualTo(
                r.destination().family() == IpFamily.IPV6 ? Optional.of(1430) : Optional.empty()));
  }

  /** Any other is refused by a host with a route of its own that holds it. */
  @Test
  void theNextHopOfIpv6IsThePeersLinkLocalAddress() {
    Plan plan = new Spec(DUAL + "node n1 { address 192.168.1.11, fd50::11 }\n"
            + "node n2 { address 192.168.1.12, fd50::12 }")
        .plan();
    IpAddress hop = device(plan, "n2", "flannel-v6.1").mac().linkLocal();

    assertThat(shared(plan, "peers").routes())
        .filteredOn(
            r -> r.destination().family() == IpFamily.IPV6 && r.peer().equals(Optional.of("n2")))
        .singleElement()
        .satisfies(r -> assertThat(r.via()).contains(hop))
        .satisfies(r -> assertThat(r.onlink()).isFalse());
    assertThat(shared(plan, "peers").neighbours())
        .anySatisfy(n -> assertThat(n.address()).isEqualTo(hop));
  }

  @Test
  void anUnderlayOfOneFamilyCarriesBothInOneDevice() {
    Plan plan = new Spec(DUAL + "nodes n 2 { address from 192.168.1.11 }\n").plan();
    assertThat(own(plan, "n-1", Part.NETWORK).addresses())
        .extracting(a -> a.link() + " " + a.address())
        .contains("flannel.1 10.244.0.0/32", "flannel.1 fd00:10:244::/128");
    assertThat(shared(plan, "peers").routes()).hasSize(4);
    assertThat(shared(plan, "peers").fdb()).hasSize(2);
    assertThat(own(plan, "n-1", Part.NETWORK).links().get(0).mtu()).isEqualTo(1450);
  }

  @Test
  void nodesWithoutACommonFamilyAreReported() {
    assertThat(new Spec(DUAL + "node n1 { address 192.168.1.11 }\nnode n2 { address fd50::12 }")
            .findings())
        .containsExactly(
            "PN6010 node n1 has no IPv6 address, and no other family is there on every node for the"
                + " tunnels",
            "PN6010 node n2 has no IPv4 address, and no other family is there on every node for the"
                + " tunnels");
  }

  @Test
  void aVniThatMakesTheNameTooLongIsReported() {
    assertThat(new Spec("cluster shop { backend vxlan { vni 16777215 } }\n" + RACKS).findings())
        .containsExactly(
            "PN6004 VNI 16777215 makes the tunnel's name flannel.16777215 longer than the"
                + " 15 characters an interface name may have");
  }

  @Test
  void aTunnelCannotHaveTheNameOfTheUnderlaysInterface() {
    assertThat(
            new Spec("cluster shop {}\nnode n1 { address 192.168.1.11 dev flannel.1 }").findings())
        .containsExactly(
            "PN6012 the tunnel cannot be named flannel.1: node n1 has its address on that"
                + " interface");
  }

  @Test
  void whatAPodSendsToANodeIsMasqueradedSinceTheUnderlayKnowsNoPods() {
    assertThat(nat(
            shared(new Spec("cluster shop {}\n" + RACKS).plan(), "network"), "PODNET-MASQUERADE"))
        .containsExactly(
            "! -s 10.244.0.0/16 -> return",
            "-d 10.244.0.0/16 -> return",
            "-d 224.0.0.0/4 -> return",
            "-> masquerade");
  }

  @Test
  void whatIsSharedGrowsWithTheNodesAndAHostsOwnDoesNot() {
    Plan small = plan(40);
    Plan large = plan(400);
    assertThat(sizes(shared(large, "peers")))
        .containsEntry("routes", 400)
        .containsEntry("neighbours", 400)
        .containsEntry("fdb", 400);
    assertThat(sizes(shared(small, "peers"))).containsEntry("routes", 40);
    assertThat(sizes(own(large, "n-7", Part.NETWORK)))
        .isEqualTo(sizes(own(small, "n-7", Part.NETWORK)));
  }

  private static Plan plan(int nodes) {
    return new Spec("cluster shop { podCIDR 10.0.0.0/8; serviceCIDR 172.30.0.0/16 }\nnodes n "
            + nodes + " { address from 192.168.0.1 }")
        .plan();
  }
}
