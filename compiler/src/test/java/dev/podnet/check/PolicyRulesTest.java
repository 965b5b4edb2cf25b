package dev.podnet.check;

import static dev.podnet.diagnostics.PolicyCode.INGRESS_NOT_SERVED;
import static dev.podnet.diagnostics.PolicyCode.POLICY_NOT_ENFORCED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import org.junit.jupiter.api.Test;

class PolicyRulesTest {

  @Test
  void aPolicyOfTheSpecIsRefusedAndAnImportedOneWarnedAbout() {
    Diagnostic own = new ClusterFixture().policy("deny", false).only();
    assertThat(own.code()).isEqualTo(POLICY_NOT_ENFORCED);
    assertThat(own.severity()).isEqualTo(Severity.ERROR);
    assertThat(own.message())
        .isEqualTo(
            "network policy default/deny has no effect: this version does not enforce network"
                + " policies yet");
    Diagnostic imported = new ClusterFixture().policy("deny", true).only();
    assertThat(imported.severity()).isEqualTo(Severity.WARNING);
    assertThat(imported.primary().orElseThrow().text())
        .isEqualTo("the pods it selects stay reachable for everyone");
  }

  @Test
  void anIngressOfTheSpecIsRefusedAndAnImportedOneWarnedAbout() {
    Diagnostic own = new ClusterFixture().ingress("shop", false).only();
    assertThat(own.code()).isEqualTo(INGRESS_NOT_SERVED);
    assertThat(own.severity()).isEqualTo(Severity.ERROR);
    assertThat(new ClusterFixture().ingress("shop", true).only().severity())
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void importedOnesAreOneWarningHoweverManyThereAre() {
    ClusterFixture fixture = new ClusterFixture();
    for (int i = 1; i <= 5; i++) {
      fixture.policy("p" + i, true).ingress("i" + i, true);
    }
    assertThat(fixture.policy("own", false).findings())
        .containsExactly(
            "PN5001 the network policies default/p1, default/p2, default/p3 and 2 more have no effect:"
                + " this version does not enforce network policies yet",
            "PN5002 the ingresses default/i1, default/i2, default/i3 and 2 more have no effect: this"
                + " version has no proxy for ingresses yet",
            "PN5001 network policy default/own has no effect: this version does not enforce network"
                + " policies yet");
  }
}
