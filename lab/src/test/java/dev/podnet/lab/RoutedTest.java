package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calico's wiring on hosts that had a bridge before, and back. */
class RoutedTest {

  private static final String CALICO = "calico";

  @TempDir
  Path base;

  @Test
  void aHostChangesFromABridgeToRoutesAndBackByApplyAlone() throws Exception {
    String bridged = Specs.cluster(Specs.Fabric.HOST_GW, true);
    String routed = Specs.cluster(Specs.Fabric.CALICO, true);
    Compiled.spec(base, CALICO, routed);
    try (Scene scene = Scene.of(base, bridged, Isolation.FULL, Iptables.NFT)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      Map<String, HostView> before = scene.lab.view(scene.lab.nodes());

      scene.lab.everywhere(CALICO, "apply.sh");
      scene.packetsArrive(1500);
      scene.lab.everywhere(CALICO, "verify.sh");
      scene.lab.watch(scene.lab.nodes());
      scene.lab.everywhere(CALICO, "apply.sh");
      assertThat(scene.lab.seen()).as("changes by a second apply").isEmpty();

      scene.apply();
      scene.packetsArrive(1500);
      scene.hostsAre(before);
      scene.lab.everywhere(CALICO, "apply.sh");
      scene.lab.everywhere(CALICO, "teardown.sh");
      scene.hostsAre(bare);
    }
  }
}
