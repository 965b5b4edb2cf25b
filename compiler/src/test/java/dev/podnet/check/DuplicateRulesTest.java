package dev.podnet.check;

import static dev.podnet.diagnostics.AddressCode.DUPLICATE_CLUSTER_IP;
import static dev.podnet.diagnostics.AddressCode.DUPLICATE_NODE_ADDRESS;
import static dev.podnet.diagnostics.AddressCode.DUPLICATE_POD_IP;
import static dev.podnet.diagnostics.AddressCode.EXTERNAL_PORT_TAKEN;
import static dev.podnet.diagnostics.AddressCode.GATEWAY_TAKEN;
import static dev.podnet.diagnostics.AddressCode.NAME_SERVER_ADDRESS_TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicateRulesTest {

  @Test
  void nodesHaveAddressesOfTheirOwn() {
    Diagnostic found = new ClusterFixture()
        .node("n1", "192.168.1.11")
        .node("n2", "192.168.1.11")
        .only();
    assertThat(found.code()).isEqualTo(DUPLICATE_NODE_ADDRESS);
    assertThat(found.message()).isEqualTo("node n2 has the address 192.168.1.11 of node n1");
    assertThat(found.related().get(0).text()).isEqualTo("n1 has it here");
  }

  @Test
  void podsHaveAddressesOfTheirOwn() {
    Diagnostic found = new ClusterFixture()
        .node("n1", "192.168.1.11", "10.244.0.0/24")
        .pod("a", "n1", "10.244.0.7")
        .pod("b", "n1", "10.244.0.7")
        .only();
    assertThat(found.code()).isEqualTo(DUPLICATE_POD_IP);
    assertThat(found.message())
        .isEqualTo("pod default/b has the address 10.244.0.7 of pod default/a");
  }

  @Test
  void servicesHaveClusterIpsOfTheirOwn() {
    Diagnostic found =
        new ClusterFixture().service("a", "10.96.0.7").service("b", "10.96.0.7").only();
    assertThat(found.code()).isEqualTo(DUPLICATE_CLUSTER_IP);
    assertThat(found.message())
        .isEqualTo("service default/b has the ClusterIP 10.96.0.7 of service default/a");
  }

  @Test
  void theAddressThatPodsAskForNamesIsTheNameServers() {
    Diagnostic found = new ClusterFixture().service("web", "10.96.0.10").only();
    assertThat(found.code()).isEqualTo(NAME_SERVER_ADDRESS_TAKEN);
    assertThat(found.message())
        .isEqualTo("service default/web has the ClusterIP 10.96.0.10 of the cluster's name server");
    assertThat(new ClusterFixture().importedService("web", "10.96.0.10").only().severity())
        .isEqualTo(Severity.WARNING);
    assertThat(new ClusterFixture()
            .service("names", false, List.of("10.96.0.10"), List.of(), List.of(), "53/UDP")
            .findings())
        .isEmpty();
  }

  @Test
  void aGatewayIsNobodyElse() {
    ClusterFixture fixture = new ClusterFixture()
        .segment("a", "192.168.1.0/24", "192.168.1.1", "192.168.1.1")
        .node("n1", "192.168.1.1");
    assertThat(fixture.findings())
        .containsExactly(
            "PN2023 gateway 192.168.1.1 of segment a is also a gateway of segment a",
            "PN2023 node n1 has the address 192.168.1.1 of the gateway of segment a");
    assertThat(fixture.check().get(0).code()).isEqualTo(GATEWAY_TAKEN);
  }

  @Test
  void servicesMayShareAnExternalAddressButNotAPortOfIt() {
    assertThat(new ClusterFixture()
            .externalService("a", "192.0.2.1", "53/TCP")
            .loadBalancer("b", "192.0.2.1", "53/UDP", "80/TCP")
            .findings())
        .isEmpty();
    Diagnostic found = new ClusterFixture()
        .externalService("a", "192.0.2.1", "53/TCP", "80/TCP")
        .loadBalancer("b", "192.0.2.1", "53/TCP", "80/TCP")
        .only();
    assertThat(found.code()).isEqualTo(EXTERNAL_PORT_TAKEN);
    assertThat(found.message())
        .isEqualTo("services default/a and default/b both want port 53/TCP of 192.0.2.1");
  }
}
