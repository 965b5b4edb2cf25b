package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Underlays with an MTU that nobody expects: a pod's largest packet, which must not be fragmented, passes from every pod to every
 * other, and one byte more does not.
 */
class MtuTest {

  @TempDir
  Path base;

  private static String spec(String backend, String pods, String underlay, int mtu) {
    return TunnelsTest.spec(backend, pods, underlay, 1)
        .replace("  backend ", "  mtu " + mtu + "\n  backend ");
  }

  @ParameterizedTest
  @CsvSource({
    "vxlan, 4, 4, 1333, 1283",
    "vxlan, 46, 6, 1357, 1287",
    "weave, 46, 4, 2021, 1971",
    "host-gw, 46, 46, 1291, 1291"
  })
  void theLargestPacketPasses(String backend, String pods, String underlay, int mtu, int podMtu)
      throws Exception {
    Compiled compiled = Compiled.spec(base, Scene.OUT, spec(backend, pods, underlay, mtu));
    try (Scene scene = Scene.of(base, compiled, Isolation.FULL, Iptables.NFT)) {
      passes(scene, podMtu);
    }
  }

  @Tag("vm")
  @Tag("long")
  @ResourceLock("the small machine")
  @ParameterizedTest
  @CsvSource({
    "ipip, 46, 6, 1381, 1341",
    "ipip, 46, 4, 1301, 1281",
    "udp, 4, 4, 1347, 1319",
    "wireguard, 46, 4, 1403, 1343",
    "wireguard, 46, 6, 1403, 1323",
    "weave { encrypt on }, 4, 6, 1431, 1301"
  })
  void theLargestPacketPassesInTheMachine(
      String backend, String pods, String underlay, int mtu, int podMtu) throws Exception {
    Keys keys = Keys.told(base, List.of("n1", "n2", "n3"));
    Compiled compiled = Compiled.spec(base, Scene.OUT, spec(backend, pods, underlay, mtu));
    try (Scene scene = Scene.inMachine(base, compiled)) {
      keys.put(scene, "lab");
      passes(scene, podMtu);
    }
  }

  private static void passes(Scene scene, int podMtu) {
    scene.apply();
    List<Check> checks = scene.lab.serve().fullSizePackets(podMtu);
    assertThat(checks).isNotEmpty();
    assertThat(scene.lab.failures(checks)).isEmpty();
  }
}
