package dev.podnet.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

  private static final List<String> NAMES =
      List.of("vxlan", "host-gw", "calico", "none", "udp", "ipip", "iptables", "ipvs");

  @ParameterizedTest
  @CsvSource({
    "vxlam,vxlan",
    "vlxan,vxlan",
    "VXLAN,vxlan",
    "hostgw,host-gw",
    "calcio,calico",
    "nome,none",
    "iptable,iptables"
  })
  void aSlipOfTheFingerFindsTheName(String written, String meant) {
    assertThat(DidYouMean.among(written, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"banana", "x", "kubernetes", "''"})
  void whatIsFarFromEveryNameFindsNone(String written) {
    assertThat(DidYouMean.among(written, NAMES)).isEmpty();
  }

  @Test
  void ofEquallyNearNamesItIsTheFirstInTheAlphabet() {
    assertThat(DidYouMean.among("web-", List.of("web-2", "web-1", "web-3"))).contains("web-1");
  }
}
