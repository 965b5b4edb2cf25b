package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Services by IPVS, in the small machine: the running kernel need not have it. */
@Tag("vm")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class IpvsTest {

  @TempDir
  Path base;

  private Scene scene(String spec) throws IOException, InterruptedException {
    return Scene.inMachine(base, Compiled.spec(base, Scene.OUT, spec));
  }

  @Test
  void everythingReachesWhatItShould() throws Exception {
    wholeLife(Specs.Fabric.HOST_GW, false);
  }

  @Tag("long")
  @Test
  void everythingReachesWhatItShouldOverTunnelsAndInBothFamilies() throws Exception {
    wholeLife(Specs.Fabric.VXLAN_DIRECT, true);
  }

  /** IP in IP takes 20 bytes of a packet; nodes of one rack go without. */
  @Tag("long")
  @Test
  void everythingReachesWhatItShouldOverIpInIp() throws Exception {
    String spec = Specs.cluster(Specs.Fabric.VXLAN_DIRECT, false, "ipvs");
    wholeLife(spec.replace("vxlan { directRouting on }", "ipip { directRouting on }"), 1480);
  }

  private void wholeLife(Specs.Fabric fabric, boolean dual) throws Exception {
    wholeLife(Specs.cluster(fabric, dual, "ipvs"), fabric.podMtu(dual));
  }

  private void wholeLife(String spec, int podMtu) throws Exception {
    try (Scene scene = scene(spec)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      scene.packetsArrive(podMtu);
      scene.secondApplyChangesNothing();
      scene.teardownLeavesNothing(bare);
    }
  }

  /** As {@link SimulatorTest#seeds}, and told in the same way: which, and how many. */
  static LongStream seeds() {
    long first = Long.getLong("podnet.lab.seed", 1);
    return LongStream.range(first, first + Long.getLong("podnet.lab.clusters", 3));
  }

  @Tag("long")
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void packetsDoWhatTheSimulatorSays(long seed) throws Exception {
    String spec = RandomSpec.of(seed, "ipvs").replace("  localhostNodePorts on\n", "");
    try (Scene scene = scene(spec)) {
      scene.apply();
      SimulatorTest.plainErrors(scene);
      assertThat(SimulatorTest.disagreements(scene, seed))
          .as("seed %d\n%s", seed, spec)
          .isEmpty();
    }
  }
}
