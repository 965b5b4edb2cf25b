package dev.podnet.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

  @ParameterizedTest
  @CsvSource({
    "*.yaml, web.yaml, true",
    "*.yaml, web.yml, false",
    "*, web.yaml, true",
    "w?b.yaml, web.yaml, true",
    "w?b.yaml, wb.yaml, false",
    "*a*b*, xaxbx, true",
    "*a*b, xaxbx, false",
    "web.yaml, web.yaml, true",
    "[a].yaml, a.yaml, false",
  })
  void matchesNames(String pattern, String name, boolean matches) {
    assertThat(Wildcard.matches(pattern, name)).isEqualTo(matches);
  }

  @Test
  void staysFastForPatternsMadeToBeSlow() {
    String pattern = "*a".repeat(100) + "b";
    String name = "a".repeat(255);
    Assertions.assertTimeout(
        Duration.ofSeconds(2), () -> assertThat(Wildcard.matches(pattern, name)).isFalse());
  }
}
