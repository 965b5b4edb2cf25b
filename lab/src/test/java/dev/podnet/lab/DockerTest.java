package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker's published ports on a real host: who reaches them, as whom, and what stays shut. */
class DockerTest {

  private static final String SPEC = """
      cluster lab { podCIDR 172.17.0.0/16; nodeMask /16; backend docker; proxyMode none }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 dev eth0 }
      namespace default {
        pod web on n1 { ip 172.17.0.2; container c { port 7777 hostPort 8080 } }
        pod db on n1 { ip 172.17.0.3; container c { port 7777 hostPort 5432 hostIP 127.0.0.1 } }
      }
      """;

  @TempDir
  Path base;

  @Test
  void publishedPortsAnswerAndPodsThemselvesDoNot() throws Exception {
    try (Scene scene = Scene.of(base, SPEC, Isolation.FULL, Iptables.NFT)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      scene.lab.serve();
      IpAddress host = IpAddress.parse("192.168.1.11");
      IpAddress loopback = IpAddress.parse("127.0.0.1");
      IpAddress web = IpAddress.parse("172.17.0.2");
      String world = scene.lab.underlay().world().get(IpFamily.IPV4).toString();
      // A neighbour on the wire that knows the way.
      Lab.Job way =
          Lab.job(Underlay.WORLD, "ip", "route", "add", "172.17.0.0/16", "via", "192.168.1.11");
      assertThat(scene.lab.run(way).rc()).isZero();

      assertThat(scene.lab.failures(List.of(
              asked("from outside", Underlay.WORLD, host, 8080, "default/web", world),
              asked("from the host", "n1", host, 8080, "default/web", "172.17.0.1"),
              asked("on loopback", "n1", loopback, 8080, "default/web", "172.17.0.1"),
              asked("on loopback alone", "n1", loopback, 5432, "default/db", "172.17.0.1"),
              asked("by a pod", "n1/default.db", host, 8080, "default/web", "172.17.0.3"),
              asked("by itself", "n1/default.web", host, 8080, "default/web", "172.17.0.1"),
              Check.silent("past the published port", Probe.tcp(Underlay.WORLD, web, 7777)))))
          .isEmpty();
      scene.secondApplyChangesNothing();
      scene.teardownLeavesNothing(bare);
    }
  }

  private static Check asked(
      String title, String from, IpAddress to, int port, String who, String seen) {
    return Check.answered(title, Probe.tcp(from, to, port), who, Set.of(seen));
  }
}
