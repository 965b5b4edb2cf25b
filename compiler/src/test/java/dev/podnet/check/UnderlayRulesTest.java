package dev.podnet.check;

import static dev.podnet.diagnostics.TopologyCode.NEEDS_SHARED_SEGMENT;
import static dev.podnet.diagnostics.TopologyCode.NODES_NOT_JOINED;
import static dev.podnet.diagnostics.TopologyCode.ROUTER_JOINS_NOTHING;
import static dev.podnet.diagnostics.TopologyCode.ROUTE_LIMIT_EXCEEDED;
import static dev.podnet.diagnostics.TopologyCode.SEGMENT_UNUSED;
import static dev.podnet.diagnostics.TopologyCode.SEGMENT_WITHOUT_GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Label;
import dev.podnet.diagnostics.Severity;
import org.junit.jupiter.api.Test;

class UnderlayRulesTest {

  private static ClusterFixture racks() {
    return new ClusterFixture()
        .segment("rack-a", "192.168.1.0/24", "192.168.1.1")
        .segment("rack-b", "192.168.2.0/24", "192.168.2.1")
        .segment("rack-c", "192.168.3.0/24", "192.168.3.1")
        .node("n1", "192.168.1.11")
        .node("n2", "192.168.1.12")
        .node("n3", "192.168.2.13")
        .node("n4", "192.168.3.14");
  }

  @Test
  void nodesThatNoRouterJoinsAreReportedOnceForEachIsland() {
    ClusterFixture fixture = racks();
    assertThat(fixture.findings())
        .containsExactly(
            "PN3001 no router joins node n3 on segment rack-b with nodes n1 and n2 on segment rack-a",
            "PN3001 no router joins node n4 on segment rack-c with nodes n1 and n2 on segment"
                + " rack-a");
    Diagnostic first = fixture.check().get(0);
    assertThat(first.code()).isEqualTo(NODES_NOT_JOINED);
    assertThat(first.help().orElseThrow())
        .isEqualTo("join them: `router core { connects rack-a, rack-b }`");
    assertThat(first.related().stream().map(Label::text)).contains("node n1 is on segment rack-a");
  }

  @Test
  void aRouterThatIsThereIsTheOneToExtend() {
    Diagnostic found = racks().router("core", "rack-a", "rack-b").only();
    assertThat(found.message())
        .isEqualTo("no router joins node n4 on segment rack-c with nodes n1, n2 and n3 on segments"
            + " rack-a and rack-b");
    assertThat(found.help().orElseThrow())
        .isEqualTo("connect segment rack-c too: `router core { connects rack-a, rack-b, rack-c }`");
  }

  @Test
  void aChainOfRoutersJoins() {
    assertThat(racks()
            .router("r1", "rack-a", "rack-b")
            .router("r2", "rack-b", "rack-c")
            .findings())
        .isEmpty();
  }

  @Test
  void nodesOfOneSegmentNeedNoRouter() {
    assertThat(new ClusterFixture()
            .segment("a", "192.168.1.0/24")
            .node("n1", "192.168.1.11")
            .node("n2", "192.168.1.12")
            .findings())
        .isEmpty();
    assertThat(new ClusterFixture()
            .node("n1", "192.168.1.11")
            .node("n2", "10.9.9.9")
            .findings())
        .isEmpty();
  }

  @Test
  void aFabricThatNeedsOneSegmentIsToldWhichNodesAreNotOnIt() {
    ClusterFixture fixture =
        racks().router("core", "rack-a", "rack-b", "rack-c").fabric("host-gw", true, 0);
    Diagnostic found = fixture.only();
    assertThat(found.code()).isEqualTo(NEEDS_SHARED_SEGMENT);
    assertThat(found.message())
        .isEqualTo("host-gw needs all nodes on one segment, but n1 is on rack-a and n3 on rack-b");
    assertThat(found.related().stream().map(Label::text))
        .containsExactly(
            "node n1 is on segment rack-a",
            "node n3 is on segment rack-b",
            "node n4 is on segment rack-c");
    assertThat(found.help().orElseThrow()).contains("`backend vxlan { directRouting on }`");
    assertThat(found.primary().orElseThrow().span())
        .isEqualTo(fixture.backend.name().span());
  }

  @Test
  void aSegmentWhoseNodesLeaveItByARouterNamesItsGateway() {
    ClusterFixture fixture = new ClusterFixture()
        .segment("a", "192.168.1.0/24,fd51::/64", "192.168.1.1")
        .segment("b", "192.168.2.0/24")
        .router("core", "a", "b")
        .node("n1", "192.168.1.11")
        .node("n2", "192.168.2.11");
    assertThat(fixture.findings())
        .containsExactly(
            "PN3003 segment a has no IPv6 gateway, though its nodes reach those on segment b by a"
                + " router",
            "PN3003 segment b has no IPv4 gateway, though its nodes reach those on segment a by a"
                + " router");
    assertThat(fixture.check().get(0).code()).isEqualTo(SEGMENT_WITHOUT_GATEWAY);
    assertThat(fixture.check().get(1).severity()).isEqualTo(Severity.WARNING);
    assertThat(fixture.check().get(1).help().orElseThrow()).contains("`gateway 192.168.2.1`");
  }

  @Test
  void aRouteTableHasRoomForEveryNodeAndFamily() {
    ClusterFixture fixture = new ClusterFixture()
        .podCidr("10.244.0.0/16", "fd00:10:244::/56")
        .fabric("cloud", false, 0)
        .router("vpc", 5)
        .node("n1", "192.168.1.11,fd50::1")
        .node("n2", "192.168.1.12,fd50::2")
        .node("n3", "192.168.1.13,fd50::3");
    Diagnostic found = fixture.only();
    assertThat(found.code()).isEqualTo(ROUTE_LIMIT_EXCEEDED);
    assertThat(found.message()).isEqualTo("router vpc takes 5 routes, but 3 nodes need 6");
    assertThat(fixture.fabric("vxlan", false, 50).findings())
        .containsExactly("PN3005 router vpc connects no segment");
  }

  @Test
  void aRouterJoinsAtLeastTwoSegments() {
    Diagnostic found = new ClusterFixture()
        .segment("a", "192.168.1.0/24")
        .router("core", "a")
        .node("n1", "192.168.1.11")
        .only();
    assertThat(found.code()).isEqualTo(ROUTER_JOINS_NOTHING);
    assertThat(found.message()).isEqualTo("router core connects segment a alone");
  }

  @Test
  void aSegmentThatNothingIsOnIsNoted() {
    Diagnostic found = new ClusterFixture()
        .segment("a", "192.168.1.0/24")
        .segment("b", "192.168.2.0/24")
        .node("n1", "192.168.1.11")
        .only();
    assertThat(found.code()).isEqualTo(SEGMENT_UNUSED);
    assertThat(found.severity()).isEqualTo(Severity.NOTE);
  }

  @Test
  void aTransitSegmentIsUsed() {
    assertThat(new ClusterFixture()
            .segment("a", "192.168.1.0/24", "192.168.1.1")
            .segment("t", "192.168.9.0/24")
            .segment("b", "192.168.2.0/24", "192.168.2.1")
            .router("r1", "a", "t")
            .router("r2", "t", "b")
            .node("n1", "192.168.1.11")
            .node("n2", "192.168.2.11")
            .findings())
        .isEmpty();
  }
}
