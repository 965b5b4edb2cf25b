package dev.podnet.lab;

import static dev.podnet.lab.Programs.well;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  private static final String SPEC = """
      cluster lab { backend host-gw; proxyMode userspace }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 dev eth0 }
      namespace default {
        pod client
        pod web { labels app=web; container c { port 8080 } }
        pod other { labels app=other; container c { port 8080 } }
        service web { selector app=web; clusterIP 10.96.0.20; port 80 -> 8080 }
        service other { selector app=OTHER; clusterIP 10.96.0.21; port 80 -> 8080 }
        MORE
      }
      """;

  private static final String NEWER = "newer";
  private static final String PID =
      "read -r pid _ </run/podnet/lab/n1/daemons/balancer/pid && echo \"$pid\"";

  private static String spec(String other, String more) {
    return SPEC.replace("OTHER", other).replace("MORE", more);
  }

  /** Answers every byte on each connection with itself. */
  private static final String ECHO = """
      import socketserver
      class Echo(socketserver.BaseRequestHandler):
          def handle(self):
              while data := self.request.recv(1): self.request.sendall(data)
      socketserver.ThreadingTCPServer.allow_reuse_address = True
      socketserver.ThreadingTCPServer(("0.0.0.0", 8080), Echo).serve_forever()
      """;

  /** Asks on one connection before and after the file /run/go is there. */
  private static final String CLIENT = """
      import os, socket, time
      for attempt in range(50):
          try:
              s = socket.create_connection(("10.96.0.20", 80), 5)
              s.sendall(b"a")
              if s.recv(1) == b"a": break
          except OSError: pass
          time.sleep(0.1)
      open("/run/asked", "w").close()
      while not os.path.exists("/run/go"): time.sleep(0.05)
      s.settimeout(5)
      s.sendall(b"b")
      open("/run/answer.tmp", "w").write(s.recv(1).decode())
      os.rename("/run/answer.tmp", "/run/answer")
      """;

  @Test
  void aChangeLeavesTheConnectionsOfOthersAlone() throws Exception {
    Compiled.spec(base, NEWER, spec("web", "service third { selector app=web; port 81 -> 8080 }"));
    try (Scene scene = Scene.of(base, spec("other", ""), Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      Programs host = Programs.on(scene, "n1");
      host.inPod("web", ECHO);
      host.inPod("client", CLIENT);
      host.content("/run/asked");
      String pid = host.bash(PID).out();

      Lab.Run newer = host.run(NEWER, "apply.sh");

      well(newer);
      assertThat(newer.out()).contains(" 1 daemon,");
      assertThat(host.bash(PID).out()).isEqualTo(pid);
      well(host.bash("touch /run/go"));
      assertThat(host.content("/run/answer")).isEqualTo("b");
      well(host.run(NEWER, "verify.sh"));
      assertThat(host.run(NEWER, "apply.sh").out()).contains("nothing to change");
    }
  }

  @Test
  void whatIsDeadOrBrokenIsSaidAndMended() throws Exception {
    Compiled.spec(base, NEWER, spec("web", "service third { selector app=web; port 81 -> 8080 }"));
    try (Scene scene = Scene.of(base, spec("other", ""), Isolation.FULL, Iptables.NFT)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      scene.lab.serve();
      Programs host = Programs.on(scene, "n1");
      String pid = host.bash(PID).out();

      // a configuration that the program does not take changes nothing
      Path config = base.resolve(NEWER + "/cluster/services.d/balancer/cluster.conf");
      String sound = Files.readString(config);
      Files.writeString(config, sound + "nonsense;\n");
      Lab.Run refused = host.run(NEWER, "apply.sh");
      assertThat(refused.rc()).as(refused.err()).isEqualTo(3);
      assertThat(refused.err()).contains("unknown directive \"nonsense\" in balancer/cluster.conf");
      well(host.run(Scene.OUT, "verify.sh"));
      Files.writeString(config, sound);

      // a port that is taken: all is as it was
      String added = newPort(sound);
      well(host.bash(
          "setsid python3 -c 'import socket, time; s = socket.socket(); s.bind((\"0.0.0.0\", "
              + added
              + ")); s.listen(); time.sleep(600)' >/dev/null 2>&1 </dev/null & echo $! >/run/taker;"
              + " sleep 0.5"));
      Lab.Job impatient = Lab.script(NEWER, "n1", "apply.sh");
      Lab.Run failed = scene.lab.run(
          new Lab.Job("n1", impatient.argv(), Map.of("PODNET_DAEMON_SECONDS", "8"), null, "group"));
      assertThat(failed.rc()).as(failed.err()).isEqualTo(1);
      assertThat(failed.err()).contains("Address already in use", "the host is as it was before");
      well(host.run(Scene.OUT, "verify.sh"));
      assertThat(host.bash(PID).out()).isEqualTo(pid);
      well(host.bash("kill -9 $(</run/taker)"));

      // dead, with its children left behind
      well(host.bash("kill -9 " + pid.strip()));
      Lab.Run verify = host.run(Scene.OUT, "verify.sh");
      assertThat(verify.rc()).isEqualTo(1);
      assertThat(verify.out()).isEqualTo("missing: daemon balancer is not running\n");
      well(host.run(Scene.OUT, "apply.sh"));
      well(host.run(Scene.OUT, "verify.sh"));

      // killed on the way from one compile to the other and back
      for (int i = 1; i <= 6; i++) {
        String out = i % 2 == 0 ? Scene.OUT : NEWER;
        Lab.Job job = Lab.script(out, "n1", "apply.sh");
        scene.lab.run(new Lab.Job(job.host(), job.argv(), job.env(), 100 + i * 110, "group"));
        well(host.run(out, "apply.sh"));
        well(host.run(out, "verify.sh"));
      }
      scene.teardownLeavesNothing(bare);
      assertThat(host.bash("pgrep -f 'nginx.*podnet/lab/n1'").out()).isEmpty();
    }
  }

  /** The port of the service that only the newer compile has. */
  private static String newPort(String config) {
    String behind = config.substring(config.indexOf("# default/third"));
    String name = behind.substring(behind.indexOf("tcp4.") + 5);
    return name.substring(0, name.indexOf(' '));
  }
}
