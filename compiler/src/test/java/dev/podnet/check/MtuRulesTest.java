package dev.podnet.check;

import static dev.podnet.diagnostics.AddressCode.MTU_TOO_SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import org.junit.jupiter.api.Test;

class MtuRulesTest {

  @Test
  void ipv6NeedsItsLeastMtuBehindTheFabric() {
    ClusterFixture fixture = new ClusterFixture()
        .podCidr("10.244.0.0/16", "fd00:10:244::/56")
        .fabric("vxlan", false, 70)
        .mtu(1349)
        .node("n1", "192.168.1.11,fd50::11");
    Diagnostic found = fixture.only();
    assertThat(found.code()).isEqualTo(MTU_TOO_SMALL);
    assertThat(found.severity()).isEqualTo(Severity.ERROR);
    assertThat(found.message())
        .isEqualTo(
            "packets of 1349 bytes on the underlay leave pods 1279 behind vxlan: IPv6 needs at"
                + " least 1280");
    assertThat(found.help().orElseThrow())
        .isEqualTo("write `mtu 1350` or more, or leave the IPv6 range out of `podCIDR`");
    assertThat(fixture.mtu(1350).findings()).isEmpty();
  }

  @Test
  void ipv4IsWarnedAboutBelowWhatEveryHostTakesAndRefusedBelowItsLeast() {
    ClusterFixture fixture =
        new ClusterFixture().fabric("vxlan", false, 50).mtu(600).node("n1", "192.168.1.11");
    assertThat(fixture.only().severity()).isEqualTo(Severity.WARNING);
    assertThat(fixture.only().message()).contains("leave pods 550").contains("576");
    assertThat(fixture.mtu(100).only().severity()).isEqualTo(Severity.ERROR);
    assertThat(fixture.mtu(626).findings()).isEmpty();
  }

  @Test
  void theSegmentWithTheLeastMtuIsTheOnePointedAt() {
    Diagnostic found = new ClusterFixture()
        .fabric("host-gw", false, 0)
        .segment("a", 300, "192.168.1.0/24", "192.168.1.1")
        .segment("b", 9000, "192.168.2.0/24", "192.168.2.1")
        .router("core", "a", "b")
        .node("n1", "192.168.1.11")
        .only();
    assertThat(found.message())
        .isEqualTo("packets of 300 bytes on segment a: IPv4 hosts expect at least 576");
  }
}
