package dev.podnet.lab;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fabrics whose devices the running kernel may not have, on Debian's. */
@Tag("vm")
class TunnelsTest {

  @TempDir
  Path base;

  /** One rack or two; what pods speak and what the underlay speaks: 4, 6 or both. */
  static String spec(String backend, String pods, String underlay, int racks) {
    return """
        cluster lab {
          podCIDR     %s
          serviceCIDR %s
          backend     %s
        }
        segment rack-a %s { gateway %s }
        %s
        node n1 { address %s dev eth0 }
        node n2 { address %s dev eth0 }
        node n3 { address %s dev eth0 }
        namespace default {
          pods web 3 on n1, n2, n3 { labels app=web; container c { port http 8080 } }
          service web { type NodePort; selector app=web; port http 80 -> http nodePort 30080 }
        }
        """.formatted(
            families(pods, "10.244.0.0/16", "fd00:10:244::/48"),
            families(pods, "10.96.0.0/16", "fd00:10:96::/108"),
            backend,
            families(underlay, "192.168.1.0/24", "fd00:168:1::/64"),
            families(underlay, "192.168.1.1", "fd00:168:1::1"),
            racks == 1
                ? ""
                : "segment rack-b " + families(underlay, "192.168.2.0/24", "fd00:168:2::/64")
                    + " { gateway " + families(underlay, "192.168.2.1", "fd00:168:2::1")
                    + " }; router core { connects rack-a, rack-b }",
            families(underlay, "192.168.1.11", "fd00:168:1::11"),
            families(underlay, "192.168.1.12", "fd00:168:1::12"),
            racks == 1
                ? families(underlay, "192.168.1.13", "fd00:168:1::13")
                : families(underlay, "192.168.2.13", "fd00:168:2::13"));
  }

  private static String families(String which, String v4, String v6) {
    return switch (which) {
      case "4" -> v4;
      case "6" -> v6;
      default -> v4 + ", " + v6;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "ipip { directRouting on }, 4, 4, 2, 1480",
    "ipip, 46, 4, 1, 1480", // a sit device for IPv6
    "ipip, 46, 6, 2, 1460", // one ip6tnl device for both
    "udp, 46, 4, 1, 1472"
  })
  void everythingReachesWhatItShould(
      String backend, String pods, String underlay, int racks, int podMtu) throws Exception {
    Compiled compiled = Compiled.spec(base, Scene.OUT, spec(backend, pods, underlay, racks));
    try (Scene scene = Scene.inMachine(base, compiled)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      scene.packetsArrive(podMtu);
      scene.secondApplyChangesNothing();
      scene.teardownLeavesNothing(bare);
    }
  }
}
