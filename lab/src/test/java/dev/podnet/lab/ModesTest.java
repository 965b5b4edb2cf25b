package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.simulate.Network;
import dev.podnet.simulate.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return LongStream.range(first, first + Long.getLong("podnet.lab.clusters", 8));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyModeDoesTheSame(long seed) throws Exception {
    List<Flow> flows = null;
    List<Map<String, Double>> first = null;
    List<Boolean> lost = null;
    for (String mode : Modes.all()) {
      Compiled compiled = Compiled.spec(base, mode, spec(seed, mode));
      Cluster cluster = compiled.cluster();
      Underlay underlay = new Underlay(cluster);
      Network network = Network.of(cluster, compiled.plan());
      Forecast forecast = new Forecast(cluster, underlay);
      if (flows == null) {
        flows = new Flows(cluster, underlay.world())
            .some(Integer.MAX_VALUE, new Random(seed)).stream()
                .filter(f -> !atAnothersBridge(cluster, f))
                .toList();
      }
      List<Trace> traces = flows.stream().map(f -> f.trace(network)).toList();
      List<Map<String, Double>> found = new ArrayList<>();
      for (int i = 0; i < flows.size(); i++) {
        Flow flow = flows.get(i);
        found.add(told(cluster, mode, flow, forecast.shares(flow, traces.get(i))));
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
          .as("%s beside %s, seed %d\n%s", mode, Modes.all().get(0), seed, spec(seed, mode))
          .isEmpty();
    }
  }

  private static boolean losesAnswers(Trace trace) {
    return trace.outcomes().stream().anyMatch(o -> o.reason().startsWith("the answer "));
  }

  /** A spec that every mode can do: without node ports on loopback and services at a node's own address, which IPVS refuses. */
  private static String spec(long seed, String mode) {
    return RandomSpec.of(seed, mode)
        .replace("  localhostNodePorts on\n", "")
        .replace("externalIPs 192.168.1.11", "externalIPs 203.0.113.99");
  }

  /**
   * Whether somebody asks a node port at the address of another node's bridge. With a policy Local and pods' own addresses the
   * rules of kube-proxy lead that to a third node, whose answer goes past the second (docs/services.md); a balancer answers.
   */
  private static boolean atAnothersBridge(Cluster cluster, Flow flow) {
    String from = flow.from().replaceAll("/.*", "");
    return flow.title().startsWith("node port")
        && cluster.nodes().stream()
            .filter(n -> !n.name().equals(from))
            .anyMatch(n -> n.podCidrs().stream().anyMatch(c -> c.value().contains(flow.to())));
  }

  /**
   * The shares in words that mean the same in every mode. Which of its addresses a node shows is its own affair. And a port that no
   * service has at an address of the outside is nobody's: with ipvs the node has that address itself and says so.
   */
  private static Map<String, Double> told(
      Cluster cluster, String mode, Flow flow, Map<String, Double> shares) {
    boolean outer = cluster.services().stream()
        .anyMatch(s -> Stream.concat(s.externalIps().stream(), s.loadBalancerIps().stream())
            .anyMatch(ip -> ip.value().equals(flow.to())));
    outer &= cluster.nodes().stream()
        .noneMatch(n -> n.address(flow.to().family()).equals(Optional.of(flow.to())));
    boolean unused = flow.title().endsWith(", unused port") || flow.title().endsWith("protocol");
    Map<String, Double> told = new TreeMap<>();
    boolean nobodys = outer && unused;
    shares.forEach((seen, share) -> {
      String what =
          nobodys && mode.equals("ipvs") && seen.equals(Forecast.REFUSED) ? Forecast.NO_WAY : seen;
      int space = what.indexOf(' ');
      if (what.contains(":") && space > 0) {
        IpAddress source = IpAddress.parse(what.substring(space + 1));
        what = what.substring(0, space) + " " + nodeOf(cluster, source);
      }
      told.merge(what, share, Double::sum);
    });
    return told;
  }

  /** The node that has an address, of its own, its bridge's or its tunnel's; else the address. */
  private static String nodeOf(Cluster cluster, IpAddress address) {
    return cluster.nodes().stream()
        .filter(n -> n.address(address.family()).equals(Optional.of(address))
            || n.podCidr(address.family())
                .map(Cidr::network)
                .filter(c -> c.equals(address) || c.plus(1).equals(address))
                .isPresent())
        .map(Node::name)
        .findFirst()
        .orElse(address.toString());
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
