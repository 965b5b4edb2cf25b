package dev.podnet.lab;

import static dev.podnet.lab.Programs.well;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Direct server return: what comes to one node is answered by another that has an endpoint, straight to the client. */
@Tag("vm")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class DirectReturnTest {

  private static final IpAddress OUTER = IpAddress.parse("203.0.113.80");
  private static final String PLAIN = "plain";
  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final List<String> PODS =
      List.of("default/web-1", "default/web-2", "default/web-3");

  @TempDir
  Path base;

  /** As in the spec above, but said by each service for itself. */
  private static String specByService(String backend, int racks) {
    return spec(backend, racks, "off")
        .replace("; externalIPs 203.0.113.80 }", "; externalIPs 203.0.113.80; dsr }");
  }

  private static String spec(String backend, int racks, String dsr) {
    return TunnelsTest.spec(backend, "4", "4", racks)
        .replace("  backend ", "  proxyMode ipvs { dsr " + dsr + " }\n  backend ")
        .replace("pods web 3 on n1, n2, n3", "pods web 3 on n2, n3")
        .replace(
            "service web { type NodePort; selector app=web; port http 80 -> http nodePort 30080 }",
            """
            service web { selector app=web; port http 80 -> http; externalIPs 203.0.113.80 }
              pod client on n1
              pod sink on n2 { labels app=sink; container c { port 9090 } }
              service sink { selector app=sink; port 90 -> 9090; externalIPs 203.0.113.80 }""");
  }

  @Test
  void clientsAreAnsweredPastTheBalancer() throws Exception {
    try (Scene scene = scene(spec("kube-router", 2, "on"))) {
      scene.apply();
      clientsAreAnswered(scene);
    }
  }

  @Test
  void aServiceMaySayItForItself() throws Exception {
    try (Scene scene = scene(specByService("host-gw", 1))) {
      scene.apply();
      clientsAreAnswered(scene);
    }
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"kube-router, 2", "host-gw, 1", "vxlan, 2", "udp, 1"})
  void wholeLife(String backend, int racks) throws Exception {
    Compiled.spec(base, PLAIN, spec(backend, racks, "off"));
    try (Scene scene = scene(spec(backend, racks, "on"))) {
      Map<String, HostView> bare = scene.lab.view(NODES);
      scene.apply();
      scene.secondApplyChangesNothing();
      clientsAreAnswered(scene);

      // pods and nodes are balanced as always
      assertThat(pods(seen(scene, "n1/default.client"))).containsExactlyElementsOf(PODS);
      assertThat(pods(seen(scene, "n1"))).containsExactlyElementsOf(PODS);

      well(scene.lab.run(trap("-I")));
      scene.lab.everywhere(PLAIN, "apply.sh");
      assertThat(seen(scene, Underlay.WORLD)).as("without dsr").allMatch(a -> a.startsWith("ERR "));
      well(scene.lab.run(trap("-D")));
      assertThat(pods(seen(scene, Underlay.WORLD))).containsExactlyElementsOf(PODS);
      scene.lab.everywhere(Scene.OUT, "apply.sh");
      scene.lab.everywhere(Scene.OUT, "verify.sh");
      scene.teardownLeavesNothing(bare);
    }
  }

  /** Hosts with a strict reverse path filter on all links. */
  private Scene scene(String spec) throws Exception {
    Compiled compiled = Compiled.spec(base, Scene.OUT, spec);
    Scene scene = Scene.inMachine(base, compiled);
    for (String node : NODES) {
      well(scene.lab.run(Lab.job(node, "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1")));
    }
    return scene;
  }

  private void clientsAreAnswered(Scene scene) {
    String client =
        new Underlay(scene.compiled.cluster()).world().get(IpFamily.IPV4).toString();
    scene.lab.serve(List.of(server("n2", 1), server("n3", 2), server("n2", 3)));
    // a balancer that has endpoints itself
    route(scene, "192.168.1.12");
    assertThat(seen(scene, Underlay.WORLD)).isEqualTo(all(client));
    // one that has none, and to which nothing of the endpoints comes back
    route(scene, "192.168.1.11");
    well(scene.lab.run(trap("-I")));
    assertThat(seen(scene, Underlay.WORLD)).isEqualTo(all(client));
    well(scene.lab.run(trap("-D")));
    // what fills the largest packets
    Programs.on(scene, "n2").inPod("sink", SINK);
    Lab.Run sent = scene.lab.run(Lab.job(Underlay.WORLD, "python3", "-c", SOURCE));
    assertThat(sent.out()).as(sent.toString()).contains("got 300000");
  }

  private static final String SINK = """
      import socket
      s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      s.bind(("0.0.0.0", 9090)); s.listen(9)
      while True:
          c = s.accept()[0]; n = 0
          while n < 300000: n += len(c.recv(65536))
          c.sendall(b"got %d" % n); c.close()
      """;

  private static final String SOURCE = """
      import socket, time
      for attempt in range(50):
          try: s = socket.create_connection(("203.0.113.80", 90), 10); break
          except OSError: time.sleep(0.2)
      s.settimeout(20); s.sendall(b"x" * 300000); print(s.recv(99).decode())
      """;

  private static Expectations.Server server(String node, int pod) {
    return new Expectations.Server(
        node + "/default.web-" + pod, "default/web-" + pod, List.of(4), Set.of(8080), Set.of());
  }

  private static void route(Scene scene, String by) {
    well(scene.lab.run(
        Lab.job(Underlay.WORLD, "ip", "route", "replace", OUTER.toString(), "via", by)));
  }

  /** Drops on n1 what comes from pods of other nodes, in tunnels or not. */
  private static Lab.Job trap(String verb) {
    String rule = "iptables -t raw " + verb + " PREROUTING -s 10.244.%d.0/24 -j DROP; ";
    return Lab.job("n1", "bash", "-c", rule.formatted(1) + rule.formatted(2));
  }

  private static Set<String> seen(Scene scene, String from) {
    Probe probe = Probe.tcp(from, OUTER, 80).times(36);
    return new TreeSet<>(scene.lab.answers(List.of(probe), 3).get(0).keySet());
  }

  private static Set<String> all(String client) {
    Set<String> all = new TreeSet<>();
    PODS.forEach(p -> all.add(p + " " + client));
    return all;
  }

  private static Set<String> pods(Set<String> answers) {
    Set<String> pods = new TreeSet<>();
    answers.forEach(a -> pods.add(a.replaceAll(" .*", "")));
    return pods;
  }
}
