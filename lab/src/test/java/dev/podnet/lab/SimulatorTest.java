package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.model.Node;
import dev.podnet.net.IpAddress;
import dev.podnet.simulate.Network;
import dev.podnet.simulate.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulator says what packets do; here they do it. Clusters made by chance are compiled and applied, hundreds of flows
 * are sent through each, and every answer, the address it was seen by, and every refusal must be what was said before.
 *
 * <p>More of them: {@code -Dpodnet.lab.clusters=100}; others, or one again: {@code -Dpodnet.lab.seed=7}, the first seed.
 */
class SimulatorTest {

  private static final int FLOWS = 240;

  /** How long an answer may take, in seconds, and how long to listen where none is said to come. */
  private static final double PATIENT = 3.0;

  private static final double SHORT = 1.2;

  @TempDir
  Path base;

  static LongStream seeds() {
    long first = Long.getLong("podnet.lab.seed", 1);
    return LongStream.range(first, first + Long.getLong("podnet.lab.clusters", 4));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void packetsDoWhatTheSimulatorSays(long seed) throws Exception {
    List<String> modes = Modes.here();
    String spec = RandomSpec.of(seed, modes.get(Math.floorMod(seed, modes.size())));
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      plainErrors(scene);
      List<String> disagreements = disagreements(scene, seed);
      assertThat(disagreements).as("seed %d\n%s", seed, spec).isEmpty();
    }
  }

  /**
   * The kernel sends few ICMP errors in a second; a refusal that is not told would look like a loss. And a second try
   * goes the way of the first: the host outside is not led away by redirects.
   */
  static void plainErrors(Scene scene) {
    String set = "set='sysctl -q -w net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0'; $set;"
        + " for n in $(ip netns list | cut -d' ' -f1); do ip netns exec $n $set; done";
    List<Lab.Job> jobs = new ArrayList<>();
    scene.lab.hosts().forEach(h -> jobs.add(Lab.job(h, "bash", "-c", set)));
    for (String key : List.of("ipv4.conf.all", "ipv4.conf.eth0", "ipv6.conf.eth0")) {
      String redirects = "net." + key + ".accept_redirects=0";
      jobs.add(Lab.job(Underlay.WORLD, "sysctl", "-q", "-w", redirects));
    }
    List<Lab.Run> failed = scene.lab.run(jobs).stream().filter(r -> r.rc() != 0).toList();
    assertThat(failed).isEmpty();
  }

  private record Asked(Flow flow, Trace trace, Set<String> expected) {
    boolean silent() {
      return expected.equals(Set.of(Forecast.SILENT));
    }

    Probe probe() {
      int n = expected.size();
      int tries = n < 2 ? 1 : (int) Math.ceil(n * (Math.log(n) + 16));
      return flow.probe(flow.sticky() ? 3 : tries);
    }
  }

  static List<String> disagreements(Scene scene, long seed) {
    var world = scene.lab.underlay().world();
    Network network = Network.of(scene.compiled.cluster(), scene.compiled.plan());
    Forecast forecast = new Forecast(scene.compiled.cluster(), scene.lab.underlay());
    scene.lab.serve(forecast.servers());
    List<Asked> all = new ArrayList<>();
    Flows flows = new Flows(scene.compiled.cluster(), world);
    scene.lab.run(flows.fronts().entrySet().stream()
        .map(f -> route(f.getKey(), f.getValue()))
        .toList());
    for (Flow flow : flows.some(FLOWS, new Random(seed))) {
      Trace trace = flow.trace(network);
      all.add(new Asked(flow, trace, forecast.expected(flow, trace)));
    }
    List<Asked> doubtful = new ArrayList<>();
    wrong(scene, all.stream().filter(a -> !a.silent()).toList(), PATIENT)
        .forEach((asked, told) -> doubtful.add(asked));
    wrong(scene, all.stream().filter(Asked::silent).toList(), SHORT)
        .forEach((asked, told) -> doubtful.add(asked));
    System.out.printf(
        "seed %d: %d flows compared, %d dialled again%n", seed, all.size(), doubtful.size());
    // Once more: a busy machine may have lost a packet.
    return List.copyOf(wrong(scene, doubtful, 2 * PATIENT).values());
  }

  private static Lab.Job route(IpAddress address, Node by) {
    String next = by.address(address.family()).orElseThrow().toString();
    return Lab.job(Underlay.WORLD, "ip", "route", "replace", address.toString(), "via", next);
  }

  private static Map<Asked, String> wrong(Scene scene, List<Asked> asked, double seconds) {
    List<Map<String, Integer>> answers =
        scene.lab.answers(asked.stream().map(Asked::probe).toList(), seconds);
    Map<Asked, String> wrong = new LinkedHashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      Asked one = asked.get(i);
      Set<String> observed = Forecast.observed(one.flow(), answers.get(i));
      if (!Forecast.agree(one.flow(), one.expected(), observed)) {
        wrong.put(one, told(one, answers.get(i)));
      }
    }
    return wrong;
  }

  private static String told(Asked asked, Map<String, Integer> answers) {
    StringBuilder text = new StringBuilder("\n" + asked.flow() + "\n  simulator: ")
        .append(asked.expected())
        .append(" ")
        .append(asked.trace().reason())
        .append("\n  kernel:    ")
        .append(answers);
    asked
        .trace()
        .hops()
        .forEach(h -> text.append("\n    %s %s: %s".formatted(h.node(), h.where(), h.what())));
    return text.toString();
  }
}
