package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.model.Cluster;
import dev.podnet.simulate.Network;
import dev.podnet.simulate.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever does the services, the same flows come to the same end: clusters made by chance are compiled in every mode, and every
 * flow through them has the same outcomes with the same chances, as the simulator has it. That the kernel does so too is
 * compared in {@link SimulatorTest}, mode by mode. Only {@code userspace} may show an endpoint another client, and bring back an
 * answer that translation alone loses: each of its connections has its own way back.
 *
 * <p>More of them: {@code -Dpodnet.lab.clusters=100}; others, or one again: {@code -Dpodnet.lab.seed=7}, the first seed.
 */
class ModesTest {

  private static final double ROUNDING = 1e-6;

  @TempDir
  Path base;

  static LongStream seeds() {
    long first = Long.getLong("podnet.lab.seed", 1);
    return LongStream.range(first, first + Long.getLong("podnet.lab.clusters", 12));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyModeDoesTheSame(long seed) throws Exception {
    List<Flow> flows = null;
    List<Map<String, Double>> first = null;
    List<Boolean> lost = null;
    for (String mode : Modes.all()) {
      Compiled compiled = Compiled.spec(base, mode, RandomSpec.of(seed, mode));
      Cluster cluster = compiled.cluster();
      Underlay underlay = new Underlay(cluster);
      Network network = Network.of(cluster, compiled.plan());
      Forecast forecast = new Forecast(cluster, underlay);
      if (flows == null) {
        flows = new Flows(cluster, underlay.world()).some(Integer.MAX_VALUE, new Random(seed));
      }
      List<Trace> traces = flows.stream().map(f -> f.trace(network)).toList();
      List<Map<String, Double>> found = new ArrayList<>();
      for (int i = 0; i < flows.size(); i++) {
        found.add(forecast.shares(flows.get(i), traces.get(i)));
      }
      if (first == null) {
        first = found;
        lost = traces.stream().map(ModesTest::losesAnswers).toList();
      }
      if (!Modes.keepsSources(mode)) {
        for (int i = 0; i < flows.size(); i++) {
          found.set(i, lost.get(i) ? first.get(i) : found.get(i));
        }
      }
      assertThat(differences(flows, first, found, Modes.keepsSources(mode)))
          .as(
              "%s beside %s, seed %d\n%s",
              mode, Modes.all().get(0), seed, RandomSpec.of(seed, mode))
          .isEmpty();
    }
  }

  private static boolean losesAnswers(Trace trace) {
    return trace.outcomes().stream().anyMatch(o -> o.reason().startsWith("the answer "));
  }

  private static List<String> differences(
      List<Flow> flows,
      List<Map<String, Double>> first,
      List<Map<String, Double>> second,
      boolean sources) {
    List<String> different = new ArrayList<>();
    for (int i = 0; i < flows.size(); i++) {
      Map<String, Double> a = sources ? first.get(i) : bare(first.get(i));
      Map<String, Double> b = sources ? second.get(i) : bare(second.get(i));
      boolean same = a.keySet().equals(b.keySet())
          && a.entrySet().stream()
              .allMatch(e -> Math.abs(e.getValue() - b.get(e.getKey())) < ROUNDING);
      if (!same) {
        different.add(flows.get(i) + "\n  " + a + "\n  " + b);
      }
    }
    return different;
  }

  /** Without the address that an answer was seen by. */
  private static Map<String, Double> bare(Map<String, Double> shares) {
    Map<String, Double> bare = new TreeMap<>();
    shares.forEach((seen, share) -> bare.merge(
        seen.contains(":") ? seen.substring(0, seen.indexOf(' ')) : seen, share, Double::sum));
    return bare;
  }

  /** The examples of all modes, flow by flow against the kernel. */
  static Stream<String> examples() {
    return Modes.here().stream().map(mode -> "services-" + mode);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesDoWhatTheSimulatorSays(String example) throws Exception {
    Compiled compiled = Compiled.example(base, Scene.OUT, example);
    try (Scene scene = Scene.of(base, compiled, Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      SimulatorTest.plainErrors(scene);
      assertThat(SimulatorTest.disagreements(scene, 1)).isEmpty();
    }
  }
}
