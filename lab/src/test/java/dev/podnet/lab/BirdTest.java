package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BIRD on every node converges to the routes that are compiled without it. */
class BirdTest {

  private static final int PATIENCE_SECONDS = 60;

  @TempDir
  Path base;

  @ParameterizedTest
  @ValueSource(strings = {"bgp bird", "bgp bird; routeReflectors n2"})
  void whatBirdLearnsIsWhatIsCompiled(String settings) throws Exception {
    String compiled = Specs.cluster(Specs.Fabric.CALICO, true);
    String learned = compiled.replace("backend     calico", "backend calico { " + settings + " }");
    Compiled plain = Compiled.spec(base, "plain", compiled);
    try (Scene scene = Scene.of(base, learned, Isolation.FULL, Iptables.NFT)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      for (HostState host : plain.plan().hosts()) {
        assertThat(learned(scene, host.node(), wanted(plain.plan(), host).size()))
            .as(host.node())
            .isEqualTo(wanted(plain.plan(), host));
      }
      scene.packetsArrive(1500);
      scene.lab.everywhere(Scene.OUT, "verify.sh");

      // From learned to compiled routes and back, by apply alone.
      scene.lab.everywhere("plain", "apply.sh");
      scene.lab.everywhere("plain", "verify.sh");
      assertThat(routes(scene, "n1", "bird")).isEmpty();
      scene.apply();
      scene.lab.everywhere(Scene.OUT, "teardown.sh");
      scene.hostsAre(bare);
    }
  }

  @Test
  void aRacksRouterIsToldWherePodsAre() throws Exception {
    String spec = Specs.cluster(Specs.Fabric.CLOUD, false)
        .replace("backend     cloud", "backend calico { bgp bird }")
        .replace("connects rack-a, rack-b", "connects rack-a, rack-b; asn 64601");
    String router = """
        log stderr all; router id 192.168.1.1;
        protocol device { }
        protocol direct d { ipv4; interface "eth*"; }
        protocol kernel k { ipv4 { import none; export where source = RTS_BGP; }; }
        template bgp node { local as 64601; ipv4 { import all; export all; next hop self; }; }
        protocol bgp n1 from node { neighbor 192.168.1.11 as 64512; }
        protocol bgp n2 from node { neighbor 192.168.1.12 as 64512; }
        protocol bgp n3 from node { neighbor 192.168.2.13 as 64512; }
        """;
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.NFT)) {
      Files.writeString(base.resolve("router.conf"), router);
      scene.lab.start(
          "router-core", "router.log", "bird", "-f", "-c", "router.conf", "-s", "router.ctl");
      scene.apply();
      assertThat(learned(scene, "router-core", 3)).hasSize(3);
      assertThat(learned(scene, "n3", 2))
          .containsExactly(
              "10.244.0.0/24 via 192.168.2.1 dev eth0", "10.244.1.0/24 via 192.168.2.1 dev eth0");
      scene.packetsArrive(1500);
    }
  }

  private static TreeSet<String> wanted(Plan plan, HostState host) {
    TreeSet<String> routes = new TreeSet<>();
    for (Fragment fragment : plan.effective(host)) {
      for (Route route : fragment.routes()) {
        if (route.via().isPresent() && !route.peer().equals(Optional.of(host.node()))) {
          routes.add(route.destination() + " via " + route.via().get() + " dev eth0");
        }
      }
    }
    return routes;
  }

  /** The routes BIRD has put in, once there are that many. */
  private static TreeSet<String> learned(Scene scene, String host, int count) throws Exception {
    long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    TreeSet<String> found = routes(scene, host, "bird");
    while (found.size() < count && System.nanoTime() < end) {
      Thread.sleep(200);
      found = routes(scene, host, "bird");
    }
    return found;
  }

  private static TreeSet<String> routes(Scene scene, String host, String proto) {
    TreeSet<String> routes = new TreeSet<>();
    for (IpFamily family : IpFamily.values()) {
      String option = family == IpFamily.IPV4 ? "-4" : "-6";
      List<String> lines = scene
          .lab
          .run(Lab.job(host, "ip", option, "route", "show", "proto", proto))
          .out()
          .lines()
          .toList();
      lines.forEach(l -> routes.add(l.replaceAll(" +(metric|pref) .*", "").strip()));
    }
    return routes;
  }
}
