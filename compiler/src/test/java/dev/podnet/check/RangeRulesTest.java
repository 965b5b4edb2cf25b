package dev.podnet.check;

import static dev.podnet.diagnostics.AddressCode.EXTERNAL_ADDRESS_IN_RANGE;
import static dev.podnet.diagnostics.AddressCode.HOST_ADDRESS_IN_RANGE;
import static dev.podnet.diagnostics.AddressCode.POD_AND_SERVICE_RANGE_OVERLAP;
import static dev.podnet.diagnostics.AddressCode.POD_CIDR_OVERLAP;
import static dev.podnet.diagnostics.AddressCode.RANGE_OVERLAPS_SEGMENT;
import static dev.podnet.diagnostics.AddressCode.SEGMENT_OVERLAP;
import static dev.podnet.diagnostics.AddressCode.SERVICE_FAMILY_WITHOUT_PODS;
import static dev.podnet.diagnostics.AddressCode.SPECIAL_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import org.junit.jupiter.api.Test;

class RangeRulesTest {

  @Test
  void aSoundClusterHasNoFindings() {
    assertThat(new ClusterFixture()
            .segment("a", "192.168.1.0/24", "192.168.1.1")
            .segment("b", "192.168.2.0/24", "192.168.2.1")
            .router("core", "a", "b")
            .node("n1", "192.168.1.11", "10.244.0.0/24")
            .node("n2", "192.168.2.11", "10.244.1.0/24")
            .pod("p1", "n1", "10.244.0.2")
            .pod("p2", "n2", "10.244.1.2")
            .service("s", "10.96.0.1")
            .findings())
        .isEmpty();
  }

  @Test
  void podCidrsOfTwoNodesMayNotOverlap() {
    Diagnostic found = new ClusterFixture()
        .node("n1", "192.168.1.11", "10.244.0.0/23")
        .node("n2", "192.168.1.12", "10.244.1.0/24")
        .only();
    assertThat(found.code()).isEqualTo(POD_CIDR_OVERLAP);
    assertThat(found.message())
        .isEqualTo("pod CIDR 10.244.1.0/24 of node n2 overlaps that of node n1");
    assertThat(found.primary().orElseThrow().text())
        .isEqualTo("the same addresses as 10.244.0.0/23");
    assertThat(found.related().get(0).text()).isEqualTo("n1 has them here");
    assertThat(found.help().orElseThrow())
        .isEqualTo(
            "the next free pod CIDR is 10.244.2.0/24: write `podCIDR 10.244.2.0/24`, or leave"
                + " `podCIDR` out");
  }

  @Test
  void theLaterOfTwoPodCidrsIsTheOnePointedAt() {
    ClusterFixture fixture = new ClusterFixture()
        .node("n1", "192.168.1.11", "10.244.1.0/24")
        .node("n2", "192.168.1.12", "10.244.0.0/23");
    assertThat(fixture.findings())
        .containsExactly("PN2003 pod CIDR 10.244.0.0/23 of node n2 overlaps that of node n1");
  }

  @Test
  void everyNodeOfMoreThanTwoThatOverlapIsReportedOnceWithAShareOfItsOwn() {
    ClusterFixture fixture = new ClusterFixture()
        .node("n1", "192.168.1.11", "10.244.0.0/24")
        .node("n2", "192.168.1.12", "10.244.0.0/24")
        .node("n3", "192.168.1.13", "10.244.0.0/24");
    assertThat(fixture.check()).hasSize(2);
    assertThat(fixture.check().get(0).help().orElseThrow()).contains("10.244.1.0/24");
    assertThat(fixture.check().get(1).help().orElseThrow()).contains("10.244.2.0/24");
  }

  @Test
  void ipv6SharesOverlapToo() {
    assertThat(new ClusterFixture()
            .podCidr("fd00:10:244::/56")
            .serviceCidr("fd00:10:96::/112")
            .node("n1", "fd50::11", "fd00:10:244::/64")
            .node("n2", "fd50::12", "fd00:10:244::/64")
            .findings())
        .containsExactly("PN2003 pod CIDR fd00:10:244::/64 of node n2 overlaps that of node n1");
  }

  @Test
  void podAndServiceRangesMayNotOverlap() {
    Diagnostic found = new ClusterFixture().podCidr("10.96.0.0/12").only();
    assertThat(found.code()).isEqualTo(POD_AND_SERVICE_RANGE_OVERLAP);
    assertThat(found.message())
        .isEqualTo("the pod range 10.96.0.0/12 and the service range 10.96.0.0/16 overlap");
    assertThat(found.primary().orElseThrow().text())
        .isEqualTo("the default of `serviceCIDR` is 10.96.0.0/16");
    assertThat(found.help().orElseThrow())
        .isEqualTo("write another range, such as `podCIDR 10.128.0.0/12`");
    Diagnostic both = new ClusterFixture()
        .podCidr("fd00::/48", "10.0.0.0/16")
        .serviceCidr("10.1.0.0/16", "fd00::/112")
        .only();
    assertThat(both.message())
        .isEqualTo("the pod range fd00::/48 and the service range fd00::/112 overlap");
    assertThat(both.related()).hasSize(1);
  }

  @Test
  void aSegmentMayNotOverlapARangeOfTheClusterAndItsHostsAreNotReportedAgain() {
    Diagnostic found = new ClusterFixture()
        .segment("a", "10.244.0.0/24", "10.244.0.1")
        .node("n1", "10.244.0.11", "10.244.1.0/24")
        .node("n2", "10.244.0.12", "10.244.2.0/24")
        .only();
    assertThat(found.code()).isEqualTo(RANGE_OVERLAPS_SEGMENT);
    assertThat(found.message())
        .isEqualTo("segment a 10.244.0.0/24 overlaps the pod range 10.244.0.0/16");
    assertThat(found.related().get(0).text())
        .isEqualTo("the default of `podCIDR` is 10.244.0.0/16");
  }

  @Test
  void segmentsMayNotOverlap() {
    Diagnostic found = new ClusterFixture()
        .segment("a", "192.168.0.0/16")
        .segment("b", "192.168.2.0/24")
        .router("core", "a", "b")
        .only();
    assertThat(found.code()).isEqualTo(SEGMENT_OVERLAP);
    assertThat(found.message())
        .isEqualTo("segment b 192.168.2.0/24 overlaps segment a 192.168.0.0/16");
  }

  @Test
  void hostsMayNotHaveAddressesOfPodsOrServices() {
    ClusterFixture fixture =
        new ClusterFixture().node("n1", "10.244.7.1", "10.244.0.0/24").node("n2", "10.96.0.9");
    assertThat(fixture.findings())
        .containsExactly(
            "PN2005 address 10.244.7.1 of node n1 lies in the pod range 10.244.0.0/16",
            "PN2005 address 10.96.0.9 of node n2 lies in the service range 10.96.0.0/16");
    assertThat(fixture.check().get(0).code()).isEqualTo(HOST_ADDRESS_IN_RANGE);
    assertThat(fixture.check().get(0).help().orElseThrow())
        .isEqualTo(
            "write an address outside 10.244.0.0/16, or another range for the cluster, such as"
                + " `podCIDR 10.128.0.0/16`");
  }

  @Test
  void externalAddressesMayNotLieInTheRanges() {
    ClusterFixture fixture = new ClusterFixture()
        .externalService("a", "10.96.3.3", "80/TCP")
        .loadBalancer("b", "10.244.3.3", "80/TCP");
    assertThat(fixture.findings())
        .containsExactly(
            "PN2006 external IP 10.96.3.3 of service default/a lies in the service range"
                + " 10.96.0.0/16",
            "PN2006 load balancer IP 10.244.3.3 of service default/b lies in the pod range"
                + " 10.244.0.0/16");
    assertThat(fixture.check().get(0).code()).isEqualTo(EXTERNAL_ADDRESS_IN_RANGE);
  }

  @Test
  void rangesMayNotHoldAddressesOfAnotherPurpose() {
    ClusterFixture fixture = new ClusterFixture()
        .podCidr("127.0.0.0/16")
        .serviceCidr("0.0.0.0/0")
        .segment("a", "224.0.0.0/8")
        .router("r", "a", "b")
        .segment("b", "fe80::/64")
        .router("core", "a", "b");
    assertThat(fixture.findings())
        .containsExactly(
            "PN2007 the pod range 127.0.0.0/16 has addresses of 127.0.0.0/8, which are for loopback",
            "PN2007 the service range 0.0.0.0/0 has addresses of 0.0.0.0/8, which are for \"this"
                + " network\"",
            "PN2007 the prefix of segment a, 224.0.0.0/8 has addresses of 224.0.0.0/4, which are for"
                + " multicast",
            "PN2007 the prefix of segment b, fe80::/64 has addresses of fe80::/10, which are for"
                + " link-local addresses");
    assertThat(fixture.check().get(0).code()).isEqualTo(SPECIAL_RANGE);
  }

  @Test
  void servicesMayNotHaveAFamilyThatPodsLack() {
    Diagnostic only = new ClusterFixture().podCidr("fd00:10:244::/56").only();
    assertThat(only.code()).isEqualTo(SERVICE_FAMILY_WITHOUT_PODS);
    assertThat(only.message())
        .isEqualTo("services have IPv4 addresses of 10.96.0.0/16, but pods have only IPv6");
    assertThat(only.help().orElseThrow()).contains("`serviceCIDR fd00:10:96::/112`");
    Diagnostic second =
        new ClusterFixture().serviceCidr("10.96.0.0/16", "fd00:10:96::/112").only();
    assertThat(second.help().orElseThrow())
        .isEqualTo("leave fd00:10:96::/112 out of `serviceCIDR`, or give pods IPv6 addresses too");
  }
}
