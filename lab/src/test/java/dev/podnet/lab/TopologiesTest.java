package dev.podnet.lab;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fabric on underlays made by chance: everything reaches what it should with packets of the size that is worked out by
 * hand, a second apply is silent, teardown leaves nothing.
 *
 * <p>A few by default, another fabric for each seed. More: {@code -Dpodnet.lab.topologies=100}; others, or one again:
 * {@code -Dpodnet.lab.seed=7}, the first seed; {@code -Dpodnet.lab.fabric=weave} for one fabric alone.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class TopologiesTest {

  @TempDir
  Path base;

  static Stream<Arguments> topologies() {
    long first = Long.getLong("podnet.lab.seed", 1);
    String one = System.getProperty("podnet.lab.fabric");
    int all = RandomTopology.FABRICS.size();
    return LongStream.range(first, first + Long.getLong("podnet.lab.topologies", 2))
        .mapToObj(seed -> Arguments.of(
            seed, one == null ? RandomTopology.FABRICS.get(Math.floorMod(5 * seed, all)) : one));
  }

  @ParameterizedTest(name = "seed {0}: {1}")
  @MethodSource("topologies")
  void everythingReachesWhatItShould(long seed, String fabric) throws Exception {
    RandomTopology topology = RandomTopology.of(seed, fabric);
    Iptables iptables = seed % 2 == 0 ? Iptables.NFT : Iptables.LEGACY;
    try (Scene scene = Scene.of(base, topology.spec(), Isolation.FULL, iptables)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      scene.packetsArrive(topology.podMtu());
      scene.secondApplyChangesNothing();
      scene.teardownLeavesNothing(bare);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + "\n" + topology.spec() + "\n" + e.getMessage(), e);
    }
  }
}
