package dev.podnet.check;

import static dev.podnet.diagnostics.AddressCode.HOST_PORT_IS_NODE_PORT;
import static dev.podnet.diagnostics.AddressCode.HOST_PORT_TAKEN;
import static dev.podnet.diagnostics.AddressCode.NODE_PORT_ADDRESSES_UNUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import dev.podnet.net.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortRulesTest {

  private static ClusterFixture twoNodes() {
    return new ClusterFixture().node("n1", "192.168.1.11").node("n2", "192.168.1.12");
  }

  @Test
  void aHostPortLeadsToOnePod() {
    Diagnostic found = twoNodes()
        .ports("a", "n1", false, false, "80/TCP=8080")
        .ports("b", "n1", false, false, "81/TCP=8080")
        .ports("c", "n2", false, false, "80/TCP=8080")
        .ports("d", "n1", false, false, "80/UDP=8080")
        .only();
    assertThat(found.code()).isEqualTo(HOST_PORT_TAKEN);
    assertThat(found.message())
        .isEqualTo("port 8080/TCP of node n1 is in use twice: pods default/a and default/b both"
            + " want it");
    assertThat(found.related()).hasSize(1);
  }

  @Test
  void portsOfPodsInTheHostsNetworkAreTheHosts() {
    Diagnostic found = twoNodes()
        .ports("a", "n1", false, false, "80/TCP=9100")
        .ports("b", "n1", true, false, "9100/TCP")
        .only();
    assertThat(found.code()).isEqualTo(HOST_PORT_TAKEN);
    assertThat(found.primary().orElseThrow().text())
        .isEqualTo("in the host's network this is the host's port");
  }

  @Test
  void hostPortsOfDifferentAddressesDoNotClash() {
    assertThat(twoNodes()
            .ports("a", "n1", false, false, "80/TCP=192.168.1.11@8080")
            .ports("b", "n1", false, false, "80/TCP=127.0.0.1@8080")
            .findings())
        .isEmpty();
    assertThat(twoNodes()
            .ports("a", "n1", false, false, "80/TCP=192.168.1.11@8080")
            .ports("b", "n1", false, false, "80/TCP=0.0.0.0@8080")
            .findings())
        .hasSize(1);
    assertThat(twoNodes()
            .ports("a", "n1", false, false, "80/TCP=8080")
            .ports("b", "n1", false, false, "80/TCP=192.168.1.11@8080")
            .findings())
        .hasSize(1);
  }

  @Test
  void aPodThatWantsAPortTwiceIsTold() {
    assertThat(twoNodes()
            .ports("a", "n1", false, false, "80/TCP=8080", "81/TCP=8080")
            .findings())
        .containsExactly(
            "PN2040 port 8080/TCP of node n1 is in use twice: pod default/a wants it twice");
  }

  @Test
  void podsFromManifestsAreWarnedAboutBecauseASchedulerWouldHavePlacedThemElsewhere() {
    Diagnostic found = twoNodes()
        .ports("a", "n1", true, true, "9100/TCP")
        .ports("b", "n1", true, true, "9100/TCP")
        .only();
    assertThat(found.severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void aHostPortIsNoNodePort() {
    Diagnostic found = twoNodes()
        .ports("a", "n1", false, false, "80/TCP=30080")
        .service("s", false, List.of(), List.of(), List.of(), "80/TCP=30080", "80/UDP=30081")
        .only();
    assertThat(found.code()).isEqualTo(HOST_PORT_IS_NODE_PORT);
    assertThat(found.message())
        .isEqualTo("port 30080/TCP of node n1 is wanted by pod default/a and as the node port of"
            + " service default/s");
    assertThat(found.help().orElseThrow()).contains("30000-32767");
  }

  @Test
  void nodePortAddressesAreSomeNodes() {
    ClusterFixture fixture = twoNodes();
    fixture.nodePortAddresses =
        List.of(Cidr.parse("192.168.1.0/24"), Cidr.parse("127.0.0.0/8"), Cidr.parse("10.0.0.0/8"));
    fixture.localhostNodePorts = true;
    Diagnostic found = fixture.only();
    assertThat(found.code()).isEqualTo(NODE_PORT_ADDRESSES_UNUSED);
    assertThat(found.severity()).isEqualTo(Severity.WARNING);
    assertThat(found.message())
        .isEqualTo("no node has an address in 10.0.0.0/8 of `nodePortAddresses`");
  }

  @Test
  void nodePortsAnswerOnLoopbackWhereTheyAreTold() {
    ClusterFixture fixture = twoNodes();
    fixture.nodePortAddresses = List.of(Cidr.parse("192.168.1.0/24"), Cidr.parse("127.0.0.0/8"));
    Diagnostic found = fixture.only();
    assertThat(found.code()).isEqualTo(NODE_PORT_ADDRESSES_UNUSED);
    assertThat(found.message())
        .isEqualTo("no node port answers on loopback, in 127.0.0.0/8 of `nodePortAddresses`");

    fixture = twoNodes();
    fixture.nodePortAddresses = List.of(Cidr.parse("64.0.0.0/2"));
    fixture.localhostNodePorts = true;
    assertThat(fixture.check()).isEmpty();
  }
}
