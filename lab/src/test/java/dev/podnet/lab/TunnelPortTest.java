package dev.podnet.lab;

import static dev.podnet.lab.Programs.well;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pods and nodes send to the port of the tunnels, and is none of the tunnels', is translated and answered. */
class TunnelPortTest {

  private static final String SPEC = """
      cluster lab { backend vxlan; dns coredns { server none }; mtu 1500 }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      namespace default {
        pod client on n1
        pod server on n2 { labels app=server; container c { port 8472/UDP } }
        service server { selector app=server; clusterIP 10.96.0.20; port 8472/UDP }
      }
      """;

  /** Says who asked. */
  private static final String SERVER = """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("0.0.0.0", 8472))
      while True:
          data, who = s.recvfrom(99)
          s.sendto(who[0].encode(), who)
      """;

  private static final String CLIENT = """
      import os, socket, sys
      said = []
      for address in sys.argv[2:]:
          s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("0.0.0.0", 40001)); s.settimeout(1)
          for attempt in range(20):
              try:
                  s.sendto(b"?", (address, 8472)); said.append(s.recv(99).decode()); break
              except OSError: pass
          else: said.append("nothing")
          s.close()
      open(sys.argv[1] + ".tmp", "w").write(" ".join(said)); os.rename(sys.argv[1] + ".tmp", sys.argv[1])
      """;

  @TempDir
  Path base;

  @Test
  void theWorldAServiceAndAPodAreReachedAtThePortOfTheTunnels() throws Exception {
    try (Scene scene = Scene.of(base, SPEC, Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      String world = scene.lab.underlay().world().values().iterator().next().toString();
      well(scene.lab.run(Lab.job(
          Underlay.WORLD,
          "bash",
          "-c",
          "cat >/run/server.py <<'END'\n" + SERVER + "END\n"
              + "python3 /run/server.py >/run/server.log 2>&1 </dev/null &")));
      Programs.on(scene, "n2").inPod("server", SERVER);
      Programs host = Programs.on(scene, "n1");
      host.inPod("client", CLIENT, "/run/said", world, "10.96.0.20", "10.244.1.2");
      assertThat(host.content("/run/said")).isEqualTo("192.168.1.11 10.244.0.2 10.244.0.2");
    }
  }
}
