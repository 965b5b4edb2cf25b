package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.IpAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CheckTest {

  private static final Probe PROBE = Probe.tcp("n1", IpAddress.parse("10.96.0.1"), 80);
  private static final Set<String> ANY = Set.of();

  @Test
  void aWrongAnswererIsNamed() {
    Check check = Check.answered("n1 uses default/web", PROBE, "default/web-1", Set.of("10.0.0.1"));

    assertThat(check.judge(Map.of("default/web-1 10.0.0.1", 3))).isEmpty();
    assertThat(check.judge(Map.of("default/web-1 10.0.0.1", 3, "default/web-2 10.0.0.1", 1)))
        .hasValue("n1 uses default/web: tcp n1 -> 10.96.0.1:80: got {default/web-2 10.0.0.1=1},"
            + " wanted default/web-1 to see 10.0.0.1");
  }

  @Test
  void aTranslatedSourceIsSeen() {
    Check check = Check.answered("title", PROBE, "a", Set.of("10.0.0.1", "10.0.0.2"));

    assertThat(check.judge(Map.of("a 10.0.0.2", 1))).isEmpty();
    assertThat(check.judge(Map.of("a 10.0.0.3", 1))).isPresent();
  }

  @Test
  void everyEndpointHasToAnswer() {
    Check check = new Check("title", PROBE, new TreeMap<>(Map.of("a", ANY, "b", ANY)), true);

    assertThat(check.judge(Map.of("a 1.1.1.1", 10, "b 1.1.1.1", 9))).isEmpty();
    assertThat(check.judge(Map.of("a 1.1.1.1", 10)))
        .hasValueSatisfying(f -> assertThat(f).contains("never answered: [b]"));
  }

  @Test
  void silenceIsSilence() {
    assertThat(Check.silent("title", PROBE).judge(Map.of("ERR timeout", 1))).isEmpty();
    assertThat(Check.silent("title", PROBE).judge(Map.of("a 1.1.1.1", 1))).isPresent();
    assertThat(Check.answered("title", PROBE, "a", ANY).judge(Map.of("ERR timeout", 1)))
        .isPresent();
  }
}
