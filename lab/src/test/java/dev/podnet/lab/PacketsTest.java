package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fabric with every address family and either iptables: packets arrive, a second apply is silent, teardown leaves
 * the hosts as they were.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class PacketsTest {

  @TempDir
  Path base;

  /** Each fabric with one family and with two, each kind of iptables; with VXLAN every pair of these. */
  static Stream<Arguments> matrix() {
    List<Arguments> all = new ArrayList<>();
    for (Specs.Fabric fabric : Specs.Fabric.values()) {
      for (boolean dual : new boolean[] {false, true}) {
        for (Iptables iptables : Iptables.values()) {
          if (fabric != Specs.Fabric.VXLAN && dual != (iptables == Iptables.NFT)) {
            continue;
          }
          all.add(Arguments.of(fabric, dual ? "v4 and v6" : "v4", iptables));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void everythingReachesWhatItShould(Specs.Fabric fabric, String families, Iptables iptables)
      throws Exception {
    boolean dual = families.contains("v6");
    String spec = Specs.cluster(fabric, dual);
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, iptables)) {
      wholeLife(scene, fabric.podMtu(dual));
    }
  }

  @Test
  void everythingReachesWhatItShouldByMapsOfNftables() throws Exception {
    String spec = Specs.cluster(Specs.Fabric.VXLAN_DIRECT, true, "nftables");
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.LEGACY)) {
      wholeLife(scene, Specs.Fabric.VXLAN_DIRECT.podMtu(true));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "quickstart, 1500, FULL", "quickstart, 1500, NET", //
    "boutique, 1450, FULL", "boutique, 1450, NET", //
    "two-racks, 1450, FULL", "two-racks, 1450, NET"
  })
  void theExamplesWork(String example, int podMtu, Isolation isolation) throws Exception {
    Compiled compiled = Compiled.example(base, Scene.OUT, example);
    try (Scene scene = Scene.of(base, compiled, isolation, Iptables.NFT)) {
      wholeLife(scene, podMtu);
    }
  }

  /**
   * Masquerading takes source ports at random, and so now and then the one that the tunnels use; the answer comes to that
   * port and has to be tracked all the same.
   */
  @Test
  void anAnswerToThePortOfTheTunnelsIsNoTunnel() throws Exception {
    String spec = Specs.cluster(Specs.Fabric.VXLAN, false);
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      scene.lab.serve();
      IpAddress world = scene.lab.underlay().world().get(IpFamily.IPV4);
      String rule =
          "iptables -t nat -I POSTROUTING 1 -p udp -d " + world + " -j MASQUERADE --to-ports 8472";
      assertThat(scene.lab.run(Lab.job("n1", rule.split(" "))).rc()).isZero();

      Probe probe = Probe.udp("n1/default.client", world, Expectations.WHO);
      Check check =
          Check.answered("an answer to port 8472", probe, Underlay.WORLD, Set.of("192.168.1.11"));
      assertThat(scene.lab.failures(List.of(check))).isEmpty();
    }
  }

  private static void wholeLife(Scene scene, int podMtu) {
    Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
    scene.apply();
    scene.packetsArrive(podMtu);
    scene.secondApplyChangesNothing();
    Map<String, HostView> used = scene.lab.view(scene.lab.nodes());
    assertThat(used.values()).allSatisfy(v -> assertThat(v.packets()).isPositive());
    scene.teardownLeavesNothing(bare);
  }
}
