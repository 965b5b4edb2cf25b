package dev.podnet.lab;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code proxyMode userspace}: nginx on each node, for real. */
class UserspaceTest {

  @TempDir
  Path base;

  @BeforeAll
  static void needs() {
    Needs.root("nginx");
  }

  @ParameterizedTest
  @CsvSource({"VXLAN, true, FULL, NFT", "HOST_GW, false, NET, LEGACY"})
  void everythingReachesWhatItShould(
      Specs.Fabric fabric, boolean dual, Isolation isolation, Iptables iptables) throws Exception {
    String spec = Specs.cluster(fabric, dual, "userspace");
    try (Scene scene = Scene.of(base, spec, isolation, iptables)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      scene.packetsArrive(fabric.podMtu(dual));
      scene.secondApplyChangesNothing();
      scene.teardownLeavesNothing(bare);
    }
  }
}
