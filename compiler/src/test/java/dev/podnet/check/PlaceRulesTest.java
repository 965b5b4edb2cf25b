package dev.podnet.check;

import static dev.podnet.diagnostics.AddressCode.ADDRESS_NOT_USABLE;
import static dev.podnet.diagnostics.AddressCode.CLUSTER_IP_OUTSIDE_RANGE;
import static dev.podnet.diagnostics.AddressCode.CLUSTER_IP_RESERVED;
import static dev.podnet.diagnostics.AddressCode.GATEWAY_OUTSIDE_SEGMENT;
import static dev.podnet.diagnostics.AddressCode.NODE_OUTSIDE_SEGMENTS;
import static dev.podnet.diagnostics.AddressCode.POD_CIDR_OUTSIDE_RANGE;
import static dev.podnet.diagnostics.AddressCode.POD_IP_OUTSIDE_POD_CIDR;
import static dev.podnet.diagnostics.AddressCode.POD_IP_RESERVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import org.junit.jupiter.api.Test;

class PlaceRulesTest {

  @Test
  void aPodCidrLiesInTheClustersRange() {
    Diagnostic found = new ClusterFixture()
        .node("n1", "192.168.1.11", "10.42.0.0/24")
        .node("n2", "192.168.1.12", "10.244.1.0/24")
        .only();
    assertThat(found.code()).isEqualTo(POD_CIDR_OUTSIDE_RANGE);
    assertThat(found.message())
        .isEqualTo("pod CIDR 10.42.0.0/24 of node n1 is not in the pod range 10.244.0.0/16");
    assertThat(found.help().orElseThrow()).contains("`podCIDR 10.0.0.0/8`");
  }

  @Test
  void theSuggestedRangeIsTheNarrowestThatHoldsEveryShare() {
    assertThat(new ClusterFixture()
            .node("n1", "192.168.1.11", "10.42.0.0/24")
            .node("n2", "192.168.1.12", "10.42.5.0/24")
            .check()
            .get(0)
            .help()
            .orElseThrow())
        .contains("`podCIDR 10.42.0.0/21`");
  }

  @Test
  void aPodCidrAsWideAsTheRangeOrWiderIsTold() {
    assertThat(new ClusterFixture()
            .node("n1", "192.168.1.11", "10.244.0.0/15")
            .only()
            .help()
            .orElseThrow())
        .startsWith("write a longer prefix");
  }

  @Test
  void aPodCidrOfAFamilyWithoutARangeIsTold() {
    assertThat(new ClusterFixture()
            .node("n1", "192.168.1.11", "10.244.0.0/24", "fd00::/64")
            .findings())
        .containsExactly(
            "PN2010 pod CIDR fd00::/64 of node n1 is IPv6, but the cluster has no IPv6 pod range");
  }

  @Test
  void aPodsAddressLiesInItsNodesPodCidr() {
    ClusterFixture fixture = new ClusterFixture()
        .node("n1", "192.168.1.11", "10.244.0.0/24")
        .node("n2", "192.168.1.12", "10.244.1.0/24")
        .pod("a", "n1", "10.244.1.7")
        .pod("b", "n2", "10.245.0.7")
        .pod("c", "n2", "10.244.1.8");
    assertThat(fixture.findings())
        .containsExactly(
            "PN2011 address 10.244.1.7 of pod default/a is not in the pod CIDR of its node n1",
            "PN2011 address 10.245.0.7 of pod default/b is not in the pod CIDR of its node n2");
    Diagnostic first = fixture.check().get(0);
    assertThat(first.code()).isEqualTo(POD_IP_OUTSIDE_POD_CIDR);
    assertThat(first.primary().orElseThrow().text()).isEqualTo("this is one of node n2");
    assertThat(first.help().orElseThrow())
        .isEqualTo("write an address of 10.244.0.0/24, put the pod on n2, or leave `ip` out");
  }

  @Test
  void aPodLeavesTheBridgeItsAddresses() {
    ClusterFixture fixture = new ClusterFixture()
        .node("n1", "192.168.1.11", "10.244.0.0/24")
        .pod("a", "n1", "10.244.0.0")
        .pod("b", "n1", "10.244.0.1")
        .pod("c", "n1", "10.244.0.255")
        .pod("d", "n1", "10.244.0.2");
    assertThat(fixture.findings())
        .containsExactly(
            "PN2012 pod default/a cannot have the address 10.244.0.0: it is the network's own address"
                + " on node n1",
            "PN2012 pod default/b cannot have the address 10.244.0.1: it is the bridge's on node n1",
            "PN2012 pod default/c cannot have the address 10.244.0.255: it is the broadcast address"
                + " on node n1");
    assertThat(fixture.check().get(0).code()).isEqualTo(POD_IP_RESERVED);
  }

  @Test
  void aClusterIpLiesInTheServiceRange() {
    ClusterFixture fixture =
        new ClusterFixture().service("a", "10.97.0.1").importedService("b", "10.43.0.10");
    assertThat(fixture.findings())
        .containsExactly(
            "PN2013 ClusterIP 10.97.0.1 of service default/a is not in the service range"
                + " 10.96.0.0/16",
            "PN2013 ClusterIP 10.43.0.10 of service default/b is not in the service range"
                + " 10.96.0.0/16");
    assertThat(fixture.check().get(0).code()).isEqualTo(CLUSTER_IP_OUTSIDE_RANGE);
    assertThat(fixture.check().get(0).severity()).isEqualTo(Severity.ERROR);
    assertThat(fixture.check().get(1).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void aClusterIpOfAFamilyWithoutARangeIsTold() {
    assertThat(new ClusterFixture().service("a", "fd00::9").findings())
        .containsExactly(
            "PN2013 ClusterIP fd00::9 of service default/a is IPv6, but the cluster has"
                + " no IPv6 service range");
  }

  @Test
  void theFirstAndTheLastAddressOfTheServiceRangeAreNoServices() {
    ClusterFixture fixture =
        new ClusterFixture().service("a", "10.96.0.0").service("b", "10.96.255.255");
    assertThat(fixture.findings())
        .containsExactly(
            "PN2014 ClusterIP 10.96.0.0 of service default/a is the first address of the service"
                + " range 10.96.0.0/16",
            "PN2014 ClusterIP 10.96.255.255 of service default/b is the last address of the service"
                + " range 10.96.0.0/16");
    assertThat(fixture.check().get(0).code()).isEqualTo(CLUSTER_IP_RESERVED);
  }

  @Test
  void whereThereAreSegmentsEveryNodeIsInOne() {
    Diagnostic found = new ClusterFixture()
        .segment("a", "192.168.1.0/24")
        .node("n1", "192.168.1.11")
        .node("n2", "192.168.3.11")
        .only();
    assertThat(found.code()).isEqualTo(NODE_OUTSIDE_SEGMENTS);
    assertThat(found.message()).isEqualTo("address 192.168.3.11 of node n2 is in no segment");
    assertThat(found.help().orElseThrow())
        .isEqualTo("the segments are a 192.168.1.0/24; write an address of one of them, or declare"
            + " another: `segment NAME 192.168.3.0/24`");
  }

  @Test
  void allAddressesOfANodeAreInItsSegment() {
    ClusterFixture fixture = new ClusterFixture()
        .segment("a", "192.168.1.0/24,fd50::/64")
        .segment("b", "192.168.2.0/24", "192.168.2.1")
        .router("core", "a", "b")
        .node("n1", "192.168.1.11,fd51::11")
        .node("n2", "192.168.2.11,fd50::12");
    assertThat(fixture.findings())
        .contains(
            "PN2015 address fd51::11 of node n1 is not in its segment a",
            "PN2015 address fd50::12 of node n2 is not in its segment b");
  }

  @Test
  void aGatewayIsInItsSegment() {
    Diagnostic found = new ClusterFixture()
        .segment("a", "192.168.1.0/24", "192.168.2.1")
        .node("n1", "192.168.1.11")
        .only();
    assertThat(found.code()).isEqualTo(GATEWAY_OUTSIDE_SEGMENT);
    assertThat(found.message()).isEqualTo("gateway 192.168.2.1 is not in its segment a");
    assertThat(found.help().orElseThrow()).contains("`gateway 192.168.1.1`");
  }

  @Test
  void hostsHaveAddressesThatHostsCanHave() {
    ClusterFixture fixture = new ClusterFixture()
        .segment("a", "192.168.1.0/24", "192.168.1.255")
        .node("n1", "192.168.1.0")
        .externalService("s", "127.0.0.1", "80/TCP");
    fixture.node("n2", "192.168.1.12");
    assertThat(fixture.findings())
        .containsExactly(
            "PN2017 gateway 192.168.1.255 of segment a is the broadcast address of 192.168.1.0/24",
            "PN2017 address 192.168.1.0 of node n1 is the network address of 192.168.1.0/24",
            "PN2017 external IP 127.0.0.1 of service default/s is in 127.0.0.0/8, which is for"
                + " loopback");
    assertThat(fixture.check().get(0).code()).isEqualTo(ADDRESS_NOT_USABLE);
    assertThat(new ClusterFixture().node("n1", "0.0.0.0").node("n2", "ff02::1").findings())
        .hasSize(2)
        .allMatch(f -> f.startsWith("PN2017"));
  }

  @Test
  void aPointToPointSegmentHasNoBroadcastAddress() {
    assertThat(new ClusterFixture()
            .segment("a", "192.168.1.0/31", "192.168.1.1")
            .node("n1", "192.168.1.0")
            .findings())
        .isEmpty();
  }
}
