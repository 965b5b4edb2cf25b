package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import org.junit.jupiter.api.Test;

class PodsTest {

  @Test
  void podsGoRoundTheNodesGivenInTheOrderGiven() {
    Resolved resolved = Resolved.twoNodes("""
        node n3 { address 192.168.0.3; unschedulable }
        namespace default { pods a 3 on n3, n1; pods b 3 }
        """);
    assertThat(resolved.places())
        .containsExactly("a-1@n3", "a-2@n1", "a-3@n3", "b-1@n1", "b-2@n2", "b-3@n1");
    assertThat(resolved.pod("default/a-1").workload()).contains("pods default/a");
  }

  @Test
  void aPodOfItsOwnIsPlacedByItsNameAlone() {
    Resolved few = Resolved.twoNodes("namespace default { pod client }");
    Resolved more = Resolved.twoNodes("namespace default { pod another; pod client; pods x 7 }");
    assertThat(more.pod("default/client").node())
        .isEqualTo(few.pod("default/client").node());
    assertThat(few.pod("default/client").workload()).isEmpty();
  }

  @Test
  void nodeSelectorLeavesTheNodesWithTheLabels() {
    Resolved resolved = Resolved.twoNodes("""
        node n3 { address 192.168.0.3; labels disk=ssd }
        namespace default { pods a 2 { nodeSelector disk=ssd } }
        """);
    assertThat(resolved.places()).containsExactly("a-1@n3", "a-2@n3");
  }

  @Test
  void aPodThatNoNodeTakesIsAWarning() {
    Resolved resolved =
        Resolved.twoNodes("namespace default { pods a 2 { nodeSelector disk=ssd } }");
    Diagnostic finding = resolved.only("PN1011");
    assertThat(finding.message()).isEqualTo("no node takes the 2 pods of pods default/a");
    assertThat(finding.primary().orElseThrow().text()).contains("disk=ssd");
    assertThat(resolved.places()).containsExactly("a-1@-", "a-2@-");
    assertThat(resolved.ips("default/a-1")).isEmpty();
  }

  @Test
  void aNodeThatIsNotThereIsNamedWithASuggestion() {
    Resolved resolved = Resolved.twoNodes("namespace default { pod a on n22 }");
    Diagnostic finding = resolved.only("PN1006");
    assertThat(finding.help()).contains("did you mean n2?");
    assertThat(resolved.codes()).containsExactly("PN1006");
  }

  @Test
  void aPodWithAWrittenAddressIsOnTheNodeThatHasIt() {
    Resolved resolved =
        Resolved.twoNodes("namespace default { pod a { ip 10.244.1.77 }; pods b 2 on n2 }");
    assertThat(resolved.places()).containsExactly("a@n2", "b-1@n2", "b-2@n2");
    assertThat(resolved.ips("default/a")).containsExactly("10.244.1.77");
    assertThat(resolved.pod("default/a").ipsExplicit()).isTrue();
    assertThat(resolved.ips("default/b-1")).containsExactly("10.244.1.2");
    assertThat(resolved.pod("default/b-1").ipsExplicit()).isFalse();
  }

  @Test
  void writtenAddressesAreNeverGivenAgain() {
    Resolved resolved =
        Resolved.twoNodes("namespace default { pod z on n1 { ip 10.244.0.3 }; pods b 3 on n1 }");
    assertThat(resolved.ips("default/b-1")).containsExactly("10.244.0.2");
    assertThat(resolved.ips("default/b-2")).containsExactly("10.244.0.4");
  }

  @Test
  void podsOfADualStackClusterHaveBothFamiliesPrimaryFirst() {
    Resolved resolved = Resolved.spec("""
        cluster c { podCIDR fd00:10::/56, 10.244.0.0/16 }
        node n1 { address 10.0.0.1, fd00::1 }
        namespace default { pod a; pod b { ip 10.244.0.50 } }
        """);
    assertThat(resolved.ips("default/a")).containsExactly("fd00:10::2", "10.244.0.2");
    assertThat(resolved.ips("default/b")).containsExactly("fd00:10::3", "10.244.0.50");
  }

  @Test
  void aPodGoesOnToTheNextNodeWhenAPodCidrIsFull() {
    Resolved resolved = Resolved.spec("""
        cluster c { podCIDR 10.244.0.0/24; nodeMask /29 }
        nodes n 3 { address from 10.0.0.1 }
        namespace default { pods a 4; pods b 9; pods c 2 }
        """);
    resolved.sound();
    assertThat(resolved.places()).filteredOn(p -> p.endsWith("@n-1")).hasSize(5);
    assertThat(resolved.places()).filteredOn(p -> p.endsWith("@n-2")).hasSize(5);
    assertThat(resolved.places()).filteredOn(p -> p.endsWith("@n-3")).hasSize(5);
    assertThat(resolved.ips("default/a-1")).containsExactly("10.244.0.2");
  }

  @Test
  void morePodsThanAddressesIsOneErrorForTheNode() {
    Resolved resolved = Resolved.spec("""
        cluster c { podCIDR 10.244.0.0/24; nodeMask /29 }
        node n1 { address 10.0.0.1 }
        namespace default { pods a 8 }
        """);
    Diagnostic finding = resolved.only("PN2052");
    assertThat(finding.message()).contains("10.244.0.0/29").contains("default/a-6 and 2 more");
    assertThat(resolved.ips("default/a-5")).containsExactly("10.244.0.6");
    assertThat(resolved.ips("default/a-6")).isEmpty();
  }

  @Test
  void aHostNetworkPodHasItsNodesAddresses() {
    Resolved resolved = Resolved.twoNodes(
        "namespace default { pod a on n2 { network host }; pod b on n2 { network none } }");
    assertThat(resolved.ips("default/a")).containsExactly("192.168.0.2");
    assertThat(resolved.pod("default/a").wired()).isFalse();
    assertThat(resolved.ips("default/b")).isEmpty();
  }

  @Test
  void aSharingPodFollowsTheOtherAndHasItsAddress() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default {
          pod main on n2
          pod side { shares main }
          pod third { shares side }
        }
        """);
    resolved.sound();
    assertThat(resolved.places()).containsExactly("main@n2", "side@n2", "third@n2");
    assertThat(resolved.ips("default/third")).isEqualTo(resolved.ips("default/main"));
    assertThat(resolved.pod("default/third").sharesWith())
        .contains(new ObjectRef("default", "side"));
    assertThat(resolved.pod("default/third").wired()).isFalse();
  }

  @Test
  void sharingAHostNetworkPodIsTheHostsNetwork() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default { pod main on n2 { network host }; pod side { shares main } }
        """);
    assertThat(resolved.pod("default/side").network()).isEqualTo(Pod.Network.HOST);
    assertThat(resolved.ips("default/side")).containsExactly("192.168.0.2");
  }

  @Test
  void sharingOnesOwnNetworkIsRefused() {
    Resolved resolved = Resolved.twoNodes("namespace default { pod a { shares a } }");
    assertThat(resolved.only("PN1009").message()).contains("default/a shares its own network");
  }

  @Test
  void sharingInACircleIsRefusedOnce() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default { pod a { shares b }; pod b { shares c }; pod c { shares a } }
        """);
    assertThat(resolved.only("PN1009").message()).contains("a -> b -> c -> a");
  }

  @Test
  void sharingWithAPodThatIsNotThereIsRefusedWithASuggestion() {
    Resolved resolved =
        Resolved.twoNodes("namespace default { pods web 2; pod side { shares web } }");
    assertThat(resolved.only("PN1007").help().orElse("")).contains("web-1");
  }

  @Test
  void aSharingPodCannotBeOnAnotherNode() {
    Resolved resolved =
        Resolved.twoNodes("namespace default { pod main on n2; pod side on n1 { shares main } }");
    assertThat(resolved.only("PN1010").message()).contains("runs on n2, not on n1");
  }

  @Test
  void statementsThatExcludeEachOtherAreRefused() {
    assertThat(Resolved.twoNodes("namespace default { pod a { ip 10.244.0.9; network host } }")
            .only("PN1012")
            .message())
        .contains("not in the pod network");
    assertThat(Resolved.twoNodes("namespace default { pods a 2 { ip 10.244.0.9 } }")
            .only("PN1012")
            .message())
        .contains("one address for the 2 pods");
    assertThat(Resolved.twoNodes("namespace default { pod m; pod a { shares m; network host } }")
            .only("PN1012")
            .message())
        .contains("shares another pod's network");
    assertThat(Resolved.twoNodes("namespace default { pod m; pod a { shares m; ip 10.244.0.9 } }")
            .only("PN1012")
            .message())
        .contains("an address of its own");
  }

  @Test
  void oneNameForTwoPodsIsRefused() {
    assertThat(Resolved.twoNodes("namespace default { pod a; pod a }").codes())
        .containsExactly("PN1003");
    assertThat(Resolved.twoNodes("namespace default { pods a 2; pod a-2 }").codes())
        .containsExactly("PN1004");
    assertThat(Resolved.twoNodes("namespace x { pod a }\nnamespace y { pod a }").codes())
        .isEmpty();
  }

  @Test
  void namespacesGatherTheirLabels() {
    Resolved resolved = Resolved.twoNodes("""
        namespace shop { labels team=a }
        namespace shop { labels tier=front }
        """);
    assertThat(resolved.sound().namespaces()).hasSize(1);
    assertThat(resolved.sound().namespaces().get(0).labels())
        .containsEntry("team", "a")
        .containsEntry("tier", "front")
        .containsEntry("kubernetes.io/metadata.name", "shop");
    assertThat(Resolved.twoNodes("namespace s { labels a=1 }\nnamespace s { labels a=2 }")
            .only("PN1012")
            .message())
        .isEqualTo("label a of namespace s is 1 and 2");
  }
}
