package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.simulate.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fabric that wraps packets carries every family of pods over every family of the underlay that it says it can. */
class FamiliesTest {

  /** Pods' ranges and services' by what pods speak. */
  private static final Map<String, String> PODS = new TreeMap<>(Map.of(
      "v4", "podCIDR 10.244.0.0/16; serviceCIDR 10.96.0.0/16",
      "v6", "podCIDR fd00:10:244::/48; serviceCIDR fd00:10:96::/112",
      "dual",
          "podCIDR 10.244.0.0/16, fd00:10:244::/48; serviceCIDR 10.96.0.0/16, fd00:10:96::/112"));

  private static final Map<String, String> NODES = new TreeMap<>(Map.of(
      "v4", nodes("192.168.%d.0/24 { gateway 192.168.%d.1 }", "192.168.%d.1%d"),
      "v6", nodes("fd50:0:0:%d::/64 { gateway fd50:0:0:%d::1 }", "fd50:0:0:%d::1%d"),
      "dual",
          nodes(
              "192.168.%1$d.0/24, fd50:0:0:%1$d::/64 { gateway 192.168.%1$d.1, fd50:0:0:%1$d::1 }",
              "192.168.%1$d.1%2$d, fd50:0:0:%1$d::1%2$d")));

  private static String nodes(String segment, String address) {
    return "segment a " + segment.formatted(1, 1) + "\nsegment b " + segment.formatted(2, 2)
        + "\nrouter core { connects a, b }\n"
        + "node n1 { address " + address.formatted(1, 1) + " }\n"
        + "node n2 { address " + address.formatted(1, 2) + " }\n"
        + "node n3 { address " + address.formatted(2, 3) + " }\n";
  }

  static Compiled compiled(String backend, String pods, String underlay) {
    return Compiled.of("cluster c { backend " + backend + "; " + PODS.get(pods) + " }\n"
        + NODES.get(underlay)
        + "namespace default { pods p 6 { labels app=p; container c { port 80 } }\n"
        + "service p { selector app=p; type NodePort; port 80 } }\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vxlan",
        "vxlan { directRouting on }",
        "ipip",
        "ipip { directRouting on }",
        "udp",
        "wireguard",
        "weave",
        "weave { encrypt on }"
      })
  void everyFamilyIsCarriedOverEvery(String backend) {
    List<String> wrong = new ArrayList<>();
    for (String pods : PODS.keySet()) {
      for (String underlay : NODES.keySet()) {
        boolean v6 = !pods.equals("v4");
        if (backend.equals("udp") && underlay.equals("v6")) {
          continue; // PN6060
        }
        if (backend.equals("udp") && v6
            || backend.startsWith("ipip") && v6 && underlay.equals("v4")) {
          continue; // PN6061
        }
        Compiled compiled = compiled(backend, pods, underlay);
        Proof.Result result = Proof.prove(compiled.cluster(), compiled.plan());
        result.failures().forEach(f -> wrong.add(pods + " over " + underlay + ": " + f.what()));
        assertThat(result.walks()).isGreaterThan(25);
      }
    }
    assertThat(wrong).isEmpty();
  }
}
