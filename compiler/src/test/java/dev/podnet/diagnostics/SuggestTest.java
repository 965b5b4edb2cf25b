package dev.podnet.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestTest {

  private static final List<String> WORDS =
      List.of("podCIDR", "serviceCIDR", "mtu", "pod", "pods", "port", "ports", "on", "nodePort");

  @ParameterizedTest
  @CsvSource({
    "podcidr, podCIDR",
    "PODCIDR, podCIDR",
    "podCDIR, podCIDR",
    "pdoCIDR, podCIDR",
    "podCIDRs, podCIDR",
    "mut, mtu",
    "MTU, mtu",
    "podz, pods",
    "prot, port",
    "nodport, nodePort",
    "ON, on"
  })
  void findsTheNearest(String word, String nearest) {
    assertThat(Suggest.near(word, WORDS)).contains(nearest);
  }

  @ParameterizedTest
  @CsvSource({"frobnicate", "xyz", "a", "no", "gateway"})
  void keepsSilentWhenNothingIsNear(String word) {
    assertThat(Suggest.near(word, WORDS)).isEmpty();
  }

  @Test
  void longAndEmptyWordsAreNotCompared() {
    assertThat(Suggest.near("x".repeat(1_000_000), WORDS)).isEmpty();
    assertThat(Suggest.near("", WORDS)).isEmpty();
  }

  @Test
  void theAnswerDoesNotDependOnTheOrder() {
    assertThat(Suggest.near("pox", List.of("pod", "pot"))).contains("pod");
    assertThat(Suggest.near("pox", List.of("pot", "pod"))).contains("pod");
  }

  @Test
  void helpIsAQuestion() {
    assertThat(Suggest.help("podcidr", WORDS)).contains("did you mean `podCIDR`?");
  }
}
