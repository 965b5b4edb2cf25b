package dev.podnet.compile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterOverrideTest {

  @Test
  void becomesAStatement() {
    assertThat(ClusterOverride.statement("cluster.proxyMode=ipvs")).contains("proxyMode ipvs");
    assertThat(ClusterOverride.statement("cluster.podCIDR=10.0.0.0/8, fd00::/48"))
        .contains("podCIDR 10.0.0.0/8, fd00::/48");
  }

  @Test
  void refusesOtherForms() {
    assertThat(ClusterOverride.statement("proxyMode=ipvs")).isEmpty();
    assertThat(ClusterOverride.statement("cluster.proxyMode")).isEmpty();
    assertThat(ClusterOverride.statement("cluster.a b=c")).isEmpty();
  }
}
