package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostViewTest {

  @Test
  void differencesSayWhichLineOfWhichTopicCameOrWent() {
    HostView before = view(Map.of("routes", List.of("a", "b"), "links", List.of("lo index 1 x")));
    HostView after = view(Map.of("routes", List.of("b", "c"), "links", List.of("lo index 9 x")));

    assertThat(before.differences(after))
        .containsExactly(
            "links: - lo index 1 x", "links: + lo index 9 x", "routes: - a", "routes: + c");
    assertThat(before.differencesButNumbers(after)).containsExactly("routes: - a", "routes: + c");
  }

  @Test
  void aRuleThatWasLoadedAgainHasLostItsCounter() {
    HostView before = view(Map.of("counters", List.of("*nat [5:300] -A PODNET-SERVICES -j X")));
    HostView more = view(Map.of("counters", List.of("*nat [6:360] -A PODNET-SERVICES -j X")));
    HostView fresh = view(Map.of("counters", List.of("*nat [0:0] -A PODNET-SERVICES -j X")));

    assertThat(before.countersLost(more)).isEmpty();
    assertThat(before.countersLost(fresh)).hasSize(1);
    assertThat(before.countersLost(view(Map.of()))).hasSize(1);
    assertThat(before.differences(fresh)).isEmpty();
    assertThat(before.packets()).isEqualTo(5);
  }

  @Test
  void addressesAreWithoutLoopbackAndLength() {
    HostView view = view(Map.of(
        "addresses", List.of("cni0 10.244.0.1/24 scope global", "lo 127.0.0.1/8 scope host")));

    assertThat(view.addresses()).containsExactly("10.244.0.1");
  }

  private static HostView view(Map<String, List<String>> topics) {
    return new HostView(new TreeMap<>(topics));
  }
}
