package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.model.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodesTest {

  private static List<String> shares(Resolved resolved) {
    return resolved.cluster().orElseThrow().nodes().stream()
        .map(n -> n.name() + " " + n.podCidrs())
        .toList();
  }

  @Test
  void nodesMakesConsecutiveAddresses() {
    Resolved resolved = Resolved.spec(
        "cluster c { }\nnodes worker 12 { address from 192.168.1.250, fd00::fe dev ens3; labels disk=ssd }");
    List<Node> nodes = resolved.sound().nodes();
    assertThat(nodes).hasSize(12);
    assertThat(nodes)
        .extracting(Node::name)
        .startsWith("worker-1", "worker-2")
        .endsWith("worker-12");
    assertThat(resolved.node("worker-1").addresses()).hasToString("[192.168.1.250, fd00::fe]");
    assertThat(resolved.node("worker-12").addresses()).hasToString("[192.168.2.5, fd00::109]");
    assertThat(resolved.node("worker-12").dev()).isEqualTo("ens3");
    assertThat(resolved.node("worker-12").labels())
        .containsEntry("disk", "ssd")
        .containsEntry("kubernetes.io/hostname", "worker-12")
        .containsEntry("kubernetes.io/os", "linux");
  }

  @Test
  void oneAddressForManyNodesIsRefused() {
    Resolved resolved = Resolved.spec("cluster c { }\nnodes w 3 { address 192.168.1.1 }");
    assertThat(resolved.only("PN1012").help().orElse("")).contains("address from 192.168.1.1");
  }

  @Test
  void aPodCidrForManyNodesIsRefused() {
    Resolved resolved = Resolved.spec(
        "cluster c { }\nnodes w 3 { address from 192.168.1.1; podCIDR 10.244.9.0/24 }");
    assertThat(resolved.only("PN1012").message()).contains("podCIDR");
  }

  @Test
  void addressesThatRunPastTheEndAreRefused() {
    Resolved resolved = Resolved.spec("cluster c { }\nnodes w 3 { address from 255.255.255.254 }");
    assertThat(resolved.only("PN2057").message()).contains("3 addresses from 255.255.255.254");
  }

  @Test
  void anAbsurdCountIsRefused() {
    Resolved resolved = Resolved.spec("cluster c { }\nnodes a 20000 { }\nnode b { }");
    assertThat(resolved.only("PN1017").message()).contains("20000 nodes");
    assertThat(resolved.cluster().orElseThrow().nodes()).hasSize(1);
  }

  @Test
  void oneNameForTwoNodesIsRefusedWithBothPlaces() {
    Resolved resolved =
        Resolved.spec("cluster c { }\nnode n1 { address 10.0.0.1 }\nnode n1 { address 10.0.0.2 }");
    Diagnostic finding = resolved.only("PN1003");
    assertThat(finding.primary().orElseThrow().span().line()).isEqualTo(3);
    assertThat(finding.related().get(0).span().line()).isEqualTo(2);
  }

  @Test
  void aGeneratedNameThatIsTakenIsRefused() {
    Resolved resolved = Resolved.spec(
        "cluster c { }\nnodes w 3 { address from 10.0.0.1 }\nnode w-2 { address 10.0.0.9 }");
    Diagnostic finding = resolved.only("PN1004");
    assertThat(finding.message()).contains("w-2");
    assertThat(finding.primary().orElseThrow().text()).contains("nodes w makes w-2");
  }

  @Test
  void withoutSegmentsAllNodesAreOnOne() {
    Resolved resolved = Resolved.twoNodes("");
    assertThat(resolved.sound().segments()).hasSize(1);
    assertThat(resolved.sound().segments().get(0).implicit()).isTrue();
    assertThat(resolved.node("n2").segment()).contains("underlay");
  }

  @Test
  void aNodeIsOnTheSegmentWithTheLongestPrefix() {
    Resolved resolved = Resolved.spec("""
        cluster c { }
        segment wide 10.0.0.0/8
        segment narrow 10.1.0.0/16 { mtu 9000 }
        node a { address 10.1.2.3 }
        node b { address 10.2.2.3 }
        node x { address 192.168.0.1 }
        """);
    assertThat(resolved.node("a").segment()).contains("narrow");
    assertThat(resolved.node("b").segment()).contains("wide");
    assertThat(resolved.node("x").segment()).isEmpty();
    assertThat(resolved.sound().segments())
        .extracting(s -> s.name() + " " + s.mtu())
        .containsExactly("narrow 9000", "wide 1500");
  }

  @Test
  void aRouterConnectsKnownSegmentsOnly() {
    Resolved resolved = Resolved.spec("""
        cluster c { }
        segment rack-a 10.1.0.0/16
        router core { connects rack-a, rack-b }
        node a { address 10.1.2.3 }
        """);
    Diagnostic finding = resolved.only("PN1005");
    assertThat(finding.primary().orElseThrow().span().text()).isEqualTo("rack-b");
    assertThat(finding.help()).contains("did you mean rack-a?");
  }

  @Test
  void writtenPodCidrsStayAndTheRestIsFilledUpAroundThem() {
    Resolved resolved = Resolved.spec("""
        cluster c { podCIDR 10.244.0.0/16 }
        node n1 { address 10.0.0.1 }
        node n2 { address 10.0.0.2; podCIDR 10.244.0.0/23 }
        node n3 { address 10.0.0.3 }
        node n10 { address 10.0.0.10; podCIDR 10.244.3.0/25 }
        node n11 { address 10.0.0.11 }
        """);
    assertThat(shares(resolved))
        .containsExactly(
            "n1 [10.244.2.0/24]",
            "n2 [10.244.0.0/23]",
            "n3 [10.244.4.0/24]",
            "n10 [10.244.3.0/25]",
            "n11 [10.244.5.0/24]");
  }

  @Test
  void aDualStackClusterGivesBothFamiliesEvenWhereOneIsWritten() {
    Resolved resolved = Resolved.spec("""
        cluster c { podCIDR fd00:10::/56, 10.244.0.0/16; serviceCIDR 10.96.0.0/16 }
        node n1 { address 10.0.0.1, fd00::1; podCIDR 10.244.7.0/24 }
        node n2 { address 10.0.0.2, fd00::2 }
        """);
    assertThat(shares(resolved))
        .containsExactly(
            "n1 [fd00:10::/64, 10.244.7.0/24]", "n2 [fd00:10:0:1::/64, 10.244.0.0/24]");
    assertThat(resolved.node("n1").addresses()).hasToString("[fd00::1, 10.0.0.1]");
  }

  @Test
  void aPodRangeWithTooFewSharesIsReportedOnceWithTheFirstNodeWithout() {
    Resolved resolved =
        Resolved.spec("cluster c { podCIDR 10.244.0.0/23 }\nnodes w 4 { address from 10.0.0.1 }");
    Diagnostic finding = resolved.only("PN2051");
    assertThat(finding.message()).contains("node w-3 and 1 more");
    assertThat(shares(resolved)).contains("w-2 [10.244.1.0/24]", "w-3 []");
  }

  @Test
  void theLastShareOfTheAddressSpaceIsUsedAndNothingBehindIt() {
    Resolved resolved = Resolved.spec(
        "cluster c { podCIDR 255.255.254.0/23 }\nnodes w 3 { address from 10.0.0.1 }");
    assertThat(resolved.only("PN2051").message()).contains("node w-3");
    assertThat(shares(resolved)).contains("w-2 [255.255.255.0/24]");
  }

  @Test
  void aMaskThatDoesNotFitTheRangeIsRefused() {
    Resolved resolved =
        Resolved.spec("cluster c { podCIDR 10.244.0.0/26 }\nnode n1 { address 10.0.0.1 }");
    assertThat(resolved.only("PN2055").help().orElse("")).contains("nodeMask /30");
  }

  @Test
  void nodeObjectsMakeNodes() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: v1
        kind: Node
        metadata: {name: n3, labels: {disk: ssd}}
        spec:
          podCIDR: 10.244.9.0/24
          unschedulable: true
          taints: [{key: dedicated, value: db, effect: NoSchedule}]
        status:
          addresses:
          - {type: Hostname, address: n3}
          - {type: InternalIP, address: 192.168.0.3}
          - {type: ExternalIP, address: 203.0.113.3}
        """);
    Node node = resolved.node("n3");
    resolved.sound();
    assertThat(node.addresses()).hasToString("[192.168.0.3]");
    assertThat(node.externalIps()).hasToString("[203.0.113.3]");
    assertThat(node.podCidrs()).hasToString("[10.244.9.0/24]");
    assertThat(node.dev()).isEqualTo("eth0");
    assertThat(node.unschedulable()).isTrue();
    assertThat(node.labels()).containsEntry("disk", "ssd");
    assertThat(node.taints()).containsExactly(new Node.Taint("dedicated", "db", "NoSchedule"));
  }

  @Test
  void aNodeObjectAddsToTheNodeOfItsNameAndTheSpecCountsWhereTheyDiffer() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: v1
        kind: Node
        metadata: {name: n1, labels: {disk: ssd}}
        spec: {podCIDR: 10.244.9.0/24}
        status: {addresses: [{type: InternalIP, address: 192.168.0.77}]}
        """);
    Node node = resolved.node("n1");
    assertThat(node.addresses()).hasToString("[192.168.0.1]");
    assertThat(node.podCidrs()).hasToString("[10.244.9.0/24]");
    assertThat(node.labels()).containsEntry("disk", "ssd");
    assertThat(resolved.only("PN1014").message()).contains("192.168.0.77").contains("192.168.0.1");
  }
}
