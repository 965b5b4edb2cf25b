package dev.podnet.backends.hostgw;

import static dev.podnet.backends.testing.Elements.filter;
import static dev.podnet.backends.testing.Elements.nat;
import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.shared;
import static dev.podnet.backends.testing.Elements.sizes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Link;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import org.junit.jupiter.api.Test;

class HostGwFabricTest {

  private static String spec(String settings, int nodes) {
    return "cluster shop { backend host-gw; podCIDR 10.0.0.0/8; " + settings + " }\n" + "nodes n "
        + nodes + " { address from 192.168.0.1 dev eth0 }\n";
  }

  @Test
  void aRouteForEachPeerGoesViaThePeerOnTheUnderlay() {
    Plan plan = new Spec(spec("serviceCIDR 172.30.0.0/16", 2)).plan();
    Fragment peers = shared(plan, "peers-underlay");
    assertThat(peers.routes())
        .extracting(r -> r.destination() + " via " + r.via().orElseThrow() + " dev " + r.dev() + " "
            + r.onlink() + " " + r.peer().orElseThrow())
        .containsExactly(
            "10.0.0.0/24 via 192.168.0.1 dev Optional.empty false n-1",
            "10.0.1.0/24 via 192.168.0.2 dev Optional.empty false n-2");
    assertThat(plan.hosts()).allSatisfy(h -> assertThat(h.includes()).contains("peers-underlay"));
  }

  @Test
  void podsKeepTheUnderlaysMtu() {
    Plan plan = new Spec(spec("serviceCIDR 172.30.0.0/16; mtu 9000", 1)).plan();
    assertThat(own(plan, "n-1", Part.NETWORK).links()).extracting(Link::mtu).containsExactly(9000);
  }

  @Test
  void podTrafficIsAcceptedAndOnlyWhatLeavesTheClusterIsMasqueraded() {
    Fragment network = shared(new Spec(spec("serviceCIDR 172.30.0.0/16", 2)).plan(), "network");
    assertThat(filter(network, "PODNET-FORWARD"))
        .containsExactly("-s 10.0.0.0/8 -> accept", "-d 10.0.0.0/8 -> accept");
    assertThat(nat(network, "PODNET-MASQUERADE"))
        .containsExactly(
            "! -s 10.0.0.0/8 -> return",
            "-d 10.0.0.0/8 -> return",
            "-d 224.0.0.0/4 -> return",
            "InSet[set=PODNET-NODES, directions=[dst], negated=false] -> return",
            "-> masquerade");
    assertThat(network.ipSets())
        .singleElement()
        .satisfies(set -> assertThat(set.members()).containsExactly("192.168.0.1", "192.168.0.2"));
  }

  @Test
  void withoutMasqueradeThereIsNoChainForIt() {
    Fragment network =
        shared(new Spec(spec("serviceCIDR 172.30.0.0/16; masquerade off", 2)).plan(), "network");
    assertThat(network.chains()).extracting(c -> c.name()).containsExactly("PODNET-FORWARD");
  }

  @Test
  void aNodeWithoutAnAddressOfTheFamilyIsReported() {
    assertThat(new Spec("""
                cluster shop {
                  podCIDR 10.244.0.0/16, fd00:10:244::/48
                  serviceCIDR 10.96.0.0/16, fd00:10:96::/112
                  backend host-gw
                }
                node n1 { address 192.168.1.11, fd50::11 }
                node n2 { address 192.168.1.12 }
                """).findings())
        .containsExactly(
            "PN6010 node n2 has no IPv6 address, and host-gw needs it as the next hop to"
                + " the node's pods");
  }

  @Test
  void directRoutingCannotBeOff() {
    assertThat(new Spec("cluster shop { backend host-gw { directRouting off } }").findings())
        .containsExactly("PN6004 host-gw is direct routing; it cannot be off");
  }

  @Test
  void whatIsSharedGrowsWithTheNodesAndAHostsOwnDoesNot() {
    Plan small = new Spec(spec("serviceCIDR 172.30.0.0/16", 50)).plan();
    Plan large = new Spec(spec("serviceCIDR 172.30.0.0/16", 500)).plan();
    assertThat(sizes(shared(large, "peers-underlay")).get("routes"))
        .isEqualTo(10 * sizes(shared(small, "peers-underlay")).get("routes"))
        .isEqualTo(500);
    assertThat(sizes(own(large, "n-7", Part.NETWORK)))
        .isEqualTo(sizes(own(small, "n-7", Part.NETWORK)));
  }
}
