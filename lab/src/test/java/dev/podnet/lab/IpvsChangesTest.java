package dev.podnet.lab;

import static dev.podnet.lab.Programs.well;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.IpAddress;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** What IPVS does besides balancing: its schedulers, changes while connections are open, runs that are killed or fail. */
@Tag("vm")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class IpvsChangesTest {

  private static final String NEWER = "newer";
  private static final List<String> TAKE_TURNS = List.of("rr", "wrr", "lc", "wlc", "sed", "nq");
  private static final List<String> ONE = List.of("dh", "sh", "mh");

  /** They hold a client to one endpoint until it has too much to do. */
  private static final List<String> OVERFLOWING = List.of("lblc", "lblcr");

  private static final String SPEC = """
      cluster lab { backend host-gw; proxyMode ipvs { MODE } }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 dev eth0 }
      namespace default {
        pods client 2
        pods web 2 { labels app=web; container c { port 8080 } }
        pod old { ip 10.244.0.50; labels app=old; container c { port 8080; port 5353/UDP } }
        pod new { labels app=new; container c { port 8080; port 5353/UDP } }
        service web { type LoadBalancer; selector app=web; clusterIP 10.96.0.20; loadBalancerIP 192.168.1.200
          port 80 -> 8080 }
        service one { selector app=ONE; clusterIP 10.96.0.21; port http 80 -> 8080; port dns 53/UDP -> 5353 }
      }
      """;

  @TempDir
  Path base;

  private static String spec(String mode, String one) {
    return SPEC.replace("MODE", mode).replace("ONE", one);
  }

  private Scene scene() throws Exception {
    return Scene.inMachine(base, Compiled.spec(base, Scene.OUT, spec("scheduler rr", "old")));
  }

  /** Each scheduler is loaded by changing what is there, and sends connections where it should. */
  @Tag("long")
  @Test
  void everySchedulerChoosesAsItShould() throws Exception {
    List<String> schedulers = new ArrayList<>(TAKE_TURNS);
    schedulers.addAll(ONE);
    schedulers.addAll(OVERFLOWING);
    for (String scheduler : schedulers) {
      Compiled.spec(base, scheduler, spec("scheduler " + scheduler, "old"));
    }
    try (Scene scene = scene()) {
      Programs host = Programs.on(scene, "n1");
      scene.apply();
      scene.lab.serve();
      IpAddress web = IpAddress.parse("10.96.0.20");
      List<Probe> probes = List.of(
          Probe.tcp("n1/default.client-1", web, 80).times(36),
          Probe.tcp("n1/default.client-2", web, 80).times(36));
      for (String scheduler : schedulers) {
        well(host.run(scheduler, "apply.sh"));
        assertThat(host.bash("ipvsadm -S -n").out())
            .contains("-A -t 10.96.0.20:80 -s " + scheduler + "\n");
        for (Map<String, Integer> got : scene.lab.answers(probes, 3)) {
          Set<String> servers = new TreeSet<>();
          got.keySet().forEach(answer -> servers.add(answer.replaceAll(" .*", "")));
          assertThat(servers)
              .as("%s: %s", scheduler, got)
              .hasSizeBetween(
                  TAKE_TURNS.contains(scheduler) ? 2 : 1, ONE.contains(scheduler) ? 1 : 2)
              .allMatch(s -> s.startsWith("default/web-"));
        }
      }
      well(host.run("lblcr", "verify.sh"));
    }
  }

  /** Says its name to each byte on a connection, and to each datagram. */
  private static final String SERVER = """
      import select, socket, sys
      name = sys.argv[1].encode()
      tcp = socket.socket(); tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      tcp.bind(("0.0.0.0", 8080)); tcp.listen(9)
      udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(("0.0.0.0", 5353))
      all = [tcp, udp]
      while True:
          for s in select.select(all, [], [])[0]:
              if s is tcp: all.append(tcp.accept()[0])
              elif s is udp: udp.sendto(name, udp.recvfrom(99)[1])
              elif s.recv(1): s.sendall(name)
              else: all.remove(s); s.close()
      """;

  /** Asks on the same two sockets each time a file /run/ask.N comes, and a new connection; /run/said.N has the answers. */
  private static final String CLIENT = """
      import os, socket, time
      def connected():
          for attempt in range(50):
              try: return socket.create_connection(("10.96.0.21", 80), 10)
              except OSError: time.sleep(0.2)
      tcp = connected()
      udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.connect(("10.96.0.21", 53)); udp.settimeout(10)
      def ask(s):
          try: s.send(b"?"); return s.recv(99).decode()
          except OSError as e: return repr(e)
      for n in range(1, 9):
          while not os.path.exists("/run/ask.%d" % n): time.sleep(0.05)
          if n == 3: tcp.close()
          said = [ask(udp)] + ([ask(connected()), ask(tcp)] if n < 3 else [])
          open("/run/tmp", "w").write(" ".join(said))
          os.rename("/run/tmp", "/run/said.%d" % n)
      """;

  @Test
  void connectionsOutliveAChangeAndDatagramsFollowIt() throws Exception {
    Compiled.spec(base, NEWER, spec("scheduler rr", "new"));
    try (Scene scene = scene()) {
      Programs host = Programs.on(scene, "n1");
      scene.apply();
      host.inPod("old", SERVER, "old");
      host.inPod("new", SERVER, "new");
      host.inPod("client-1", CLIENT);
      host.bash("touch /run/ask.1");
      assertThat(host.content("/run/said.1")).isEqualTo("old old old");
      HostView before = scene.lab.view(List.of("n1")).get("n1");

      well(host.run(NEWER, "apply.sh"));
      HostView after = scene.lab.view(List.of("n1")).get("n1");
      assertThat(before.differences(after).stream()
              .filter(d -> !d.startsWith("files: ") && !d.startsWith("sets: "))
              .toList())
          .as("what a changed endpoint changes")
          .allMatch(d -> d.startsWith("virtual servers: ") && d.contains("10.96.0.21:"));
      well(host.run(NEWER, "verify.sh"));
      host.bash("touch /run/ask.2");
      assertThat(host.content("/run/said.2"))
          .as("UDP, a new and the old connection")
          .isEqualTo("new new old");

      // when the last connection has ended another run takes the old endpoint out
      host.bash("touch /run/ask.3");
      assertThat(host.content("/run/said.3")).isEqualTo("new");
      assertThat(host.bash("ipvsadm -S -n").out())
          .contains("-a -t 10.96.0.21:80 -r 10.244.0.50:8080 -m -w 0");
      well(host.run(NEWER, "apply.sh"));
      assertThat(host.bash("ipvsadm -S -n").out()).doesNotContain("10.244.0.50:8080");
    }
  }

  /** Only what the files say anew is compared then: what somebody else has done is found all the same, and what fails taken back. */
  @Test
  void aChangedEndpointThatFailsOrMeetsSomebodyElsesChange() throws Exception {
    Faults.tools(base);
    Compiled.spec(base, NEWER, spec("scheduler rr", "new"));
    try (Scene scene = scene()) {
      Programs host = Programs.on(scene, "n1");
      scene.apply();
      assertThat(host.run(Scene.OUT, "apply.sh").out()).contains("nothing to change");
      HostView before = scene.lab.view(List.of("n1")).get("n1");
      Lab.Job newer = Lab.script(NEWER, "n1", "apply.sh");
      int calls = 1;
      for (int fails = 1; fails <= calls; fails += 2) {
        Lab.Run run = scene.lab.run(Faults.job(newer, fails));
        assertThat(run.rc()).as("call %d fails: %s", fails, run).isEqualTo(1);
        HostView after = scene.lab.view(List.of("n1")).get("n1");
        // made again when needed
        assertThat(before.differencesButNumbers(after))
            .as("call %d failed", fails)
            .allMatch(d -> d.startsWith("files: - /run/podnet/lab/n1/few "));
        if (fails == 1) {
          well(scene.lab.run(Faults.job(newer, 0)));
          calls = Faults.calls(scene.lab, "n1");
          assertThat(calls).isGreaterThan(2);
          well(host.run(Scene.OUT, "apply.sh"));
        }
      }

      well(host.bash("ipvsadm -d -t 10.96.0.20:80 -r $(ipvsadm -S -n | sed -n"
          + " 's/^-a -t 10.96.0.20:80 -r \\([^ ]*\\) .*/\\1/p' | head -n 1)"));
      well(host.run(NEWER, "apply.sh"));
      well(host.run(NEWER, "verify.sh"));
      assertThat(host.run(NEWER, "apply.sh").out()).contains("nothing to change");

      well(host.run(Scene.OUT, "apply.sh"));
      well(host.run(Scene.OUT, "verify.sh"));
      assertThat(host.bash("ipvsadm -S -n").out())
          .contains("-a -t 10.96.0.21:80 -r 10.244.0.50:8080")
          .contains("-a -u 10.96.0.21:53 -r 10.244.0.50:5353");
    }
  }

  @Tag("long")
  @Test
  void aRunThatIsKilledOrFails() throws Exception {
    Faults.tools(base);
    try (Scene scene = scene()) {
      Convergence node = Convergence.of(scene, "n1");
      node.afterKills(5, 0);
      node.afterFaults(1, 4);
    }
  }

  @Tag("long")
  @Test
  void nodesAnswerForAServicesAddressUnlessArpIsStrict() throws Exception {
    Compiled.spec(base, NEWER, spec("strictARP on", "old"));
    try (Scene scene = scene()) {
      scene.apply();
      scene.lab.serve();
      Probe probe =
          Probe.tcp(Underlay.WORLD, IpAddress.parse("192.168.1.200"), 80).times(36);
      assertThat(scene.lab.answers(List.of(probe), 3).get(0).keySet())
          .allMatch(a -> a.startsWith("default/web-"));

      Programs host = Programs.on(scene, "n1");
      well(host.run(NEWER, "apply.sh"));
      well(scene.lab.run(Lab.job(Underlay.WORLD, "ip", "neigh", "flush", "dev", "eth0")));
      assertThat(scene.lab.answers(List.of(probe.times(3)), 1).get(0).keySet())
          .allMatch(a -> a.startsWith("ERR "));
      well(host.run(Scene.OUT, "apply.sh"));
      assertThat(scene.lab.answers(List.of(probe), 3).get(0).keySet())
          .allMatch(a -> a.startsWith("default/web-"));
    }
  }
}
