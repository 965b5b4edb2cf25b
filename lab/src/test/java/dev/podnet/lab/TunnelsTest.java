package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fabrics whose devices the running kernel may not have, on Debian's. */
@Tag("vm")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
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
  @CsvSource({"ipip, 46, 6, 2, 1460"}) // one ip6tnl device for both
  void everythingReachesWhatItShould(
      String backend, String pods, String underlay, int racks, int podMtu) throws Exception {
    wholeLife(backend, pods, underlay, racks, podMtu);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "ipip { directRouting on }, 4, 4, 2, 1480",
    "ipip, 46, 4, 1, 1480", // a sit device for IPv6
    "udp, 46, 4, 1, 1472"
  })
  void everythingReachesWhatItShouldByTheOtherTunnels(
      String backend, String pods, String underlay, int racks, int podMtu) throws Exception {
    wholeLife(backend, pods, underlay, racks, podMtu);
  }

  private void wholeLife(String backend, String pods, String underlay, int racks, int podMtu)
      throws Exception {
    Compiled compiled = Compiled.spec(base, Scene.OUT, spec(backend, pods, underlay, racks));
    try (Scene scene = Scene.inMachine(base, compiled)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      scene.packetsArrive(podMtu);
      scene.secondApplyChangesNothing();
      scene.teardownLeavesNothing(bare);
    }
  }

  /** Keys are made on the hosts, told by a file, renewed; a host whose key nobody has told refuses. */
  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "wireguard, 46, 4, 1440",
    "wireguard { keepalive 25s }, 46, 6, 1420",
    "weave { encrypt on }, 46, 4, 1390"
  })
  void keysAreMadeOnTheHosts(String backend, String pods, String underlay, int podMtu)
      throws Exception {
    String spec = spec(backend, pods, underlay, 2);
    Compiled.spec(base, "untold", spec);
    Keys keys = Keys.told(base, List.of("n1", "n2", "n3"));
    Compiled told = Compiled.spec(base, Scene.OUT, spec);
    try (Scene scene = Scene.inMachine(base, told)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      Lab.Run refused = scene.lab.run(Lab.script("untold", "n1", "apply.sh"));
      assertThat(refused.rc()).as(refused.toString()).isEqualTo(3);
      assertThat(refused.err()).contains("the public key of n1 n2 n3");
      keys.put(scene, "lab");
      for (String node : scene.lab.nodes()) {
        Lab.Run line = scene.lab.run(Lab.script("untold", node, "keys.sh"));
        assertThat(line.out().strip()).as(line.toString()).isEqualTo(keys.line(node));
      }
      scene.apply();
      scene.packetsArrive(podMtu);
      scene.secondApplyChangesNothing();
      String peer = keys.open("n2");
      String link = backend.startsWith("weave") ? "weave-wg" : "flannel-wg";
      scene.lab.run(Lab.job("n1", "wg", "set", link, "peer", peer, "remove"));
      assertThat(scene.lab.run(Lab.script(Scene.OUT, "n1", "verify.sh")).out())
          .contains("missing: peer " + peer);
      assertThat(scene.lab.run(Lab.script(Scene.OUT, "n1", "apply.sh")).out())
          .contains("1 peer changed");
      scene.lab.everywhere(Scene.OUT, "verify.sh");
      scene.teardownLeavesNothing(bare);
    }
  }

  /** A node that comes, one that goes, one with another address; runs that are killed or fail. */
  @Tag("long")
  @ParameterizedTest
  @CsvSource({"ipip, 6, 2", "udp, 4, 1", "wireguard, 4, 2", "weave { encrypt on }, 4, 2"})
  void nodesComeAndGo(String backend, String underlay, int racks) throws Exception {
    Keys keys = Keys.told(base, List.of("n1", "n2", "n3", "n4"));
    Moves.check(base, spec(backend, "46", underlay, racks), (folder, compiled) -> {
      Scene scene = Scene.inMachine(folder, compiled);
      keys.put(scene, "lab");
      return scene;
    });
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"ipip, 6, 2", "ipip { directRouting on }, 6, 2", "udp, 4, 1", "wireguard, 4, 2"})
  void sharesShift(String backend, String underlay, int racks) throws Exception {
    Keys keys = Keys.told(base, List.of("n0", "n1", "n2", "n3"));
    Moves.shift(base, spec(backend, "46", underlay, racks), (folder, compiled) -> {
      Scene scene = Scene.inMachine(folder, compiled);
      keys.put(scene, "lab");
      return scene;
    });
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"ipip, 6, 2", "udp, 4, 1", "wireguard, 4, 2", "weave { encrypt on }, 4, 2"})
  void everyMomentAndEveryStep(String backend, String underlay, int racks) throws Exception {
    Keys keys = Keys.told(base, List.of("n1", "n2", "n3"));
    Faults.tools(base);
    Compiled compiled = Compiled.spec(base, Scene.OUT, spec(backend, "46", underlay, racks));
    try (Scene scene = Scene.inMachine(base, compiled)) {
      keys.put(scene, "lab");
      Convergence node = Convergence.of(scene, "n3");
      node.afterKills(4, 0);
      node.afterFaults(2, 6);
    }
  }
}
