package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diff.Effect.Disturbance;
import dev.podnet.diff.Review;
import dev.podnet.diff.Side;
import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.output.OutputFacts;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a difference says of open connections is what becomes of one that talks while the hosts are changed. */
class DiffOnConnectionsTest {

  private static final String SPEC = """
      cluster lab { backend vxlan; dns coredns { server none }; proxyMode MODE; mtu 1500 }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      namespace default {
        pod client on n1 { ip 10.244.0.10 }
        pod web on n2 { ip 10.244.1.10; labels app=web; container c { port 8080 } }
        service web { selector app=web; clusterIP 10.96.0.21; port 80 -> 8080 }
      }
      """;

  private static final String SERVER = """
      import socket, threading
      def talk(c):
          while c.recv(1): c.sendall(b"!")
      s = socket.socket(); s.bind(("0.0.0.0", 8080)); s.listen(9)
      while True: threading.Thread(target=talk, args=(s.accept()[0],), daemon=True).start()
      """;

  /**
   * Asks over one connection, a hundred times a second. When a file /run/ask.N comes, /run/said.N tells of the answers since the
   * one before: the longest wait in milliseconds, or "none" from when on there is none for five seconds.
   */
  private static final String CLIENT = """
      import os, socket, time
      def connected():
          for attempt in range(50):
              try: return socket.create_connection(("10.96.0.21", 80), 2)
              except OSError: time.sleep(0.2)
      c = connected(); c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1); c.settimeout(5)
      n, longest = 1, 0
      while True:
          began = time.monotonic()
          try:
              c.send(b"?"); heard = c.recv(1) == b"!"
          except OSError: heard = False
          longest = max(longest, int(1000 * (time.monotonic() - began)))
          if os.path.exists("/run/ask.%d" % n) or not heard:
              open("/run/tmp", "w").write(str(longest) if heard else "none"); os.rename("/run/tmp", "/run/said.%d" % n)
              n, longest = n + 1, 0
              if not heard: break
          time.sleep(0.01)
      """;

  @TempDir
  Path base;

  private Scene scene;
  private Programs client;
  private Compiled applied;
  private int asked;

  @ParameterizedTest
  @ValueSource(strings = {"iptables", "nftables"})
  void openConnectionsNoticeWhatTheDifferenceSays(String mode) throws Exception {
    String spec = SPEC.replace("MODE", mode);
    String more = spec.replace("  service web", """
          pod more on n2 { ip 10.244.1.11; labels app=web; container c { port 8080 } }
          pod other on n1 { ip 10.244.0.11; labels app=other }
          service other { selector app=other; port 80; type NodePort }
          service web""");
    String lower = more.replace("mtu 1500", "mtu 1400");
    String moved = lower.replace("on n2 { ip 10.244.1.10;", "on n2 { ip 10.244.1.12;");
    applied = Compiled.spec(base, Scene.OUT, spec);
    try (Scene all = Scene.of(base, applied, Isolation.FULL, Iptables.NFT)) {
      scene = all;
      client = Programs.on(scene, "n1");
      scene.apply();
      Programs.on(scene, "n2").inPod("web", SERVER);
      client.inPod("client", CLIENT);
      assertThat(said()).as("before anything changes").isBetween(0, 1000);

      assertThat(change("more", more)).isEqualTo(Disturbance.NONE);
      assertThat(said()).as("it goes on").isBetween(0, 1000);
      // an endpoint that goes from the service alone is asked by those who have a connection to it
      assertThat(change("apart", more.replaceFirst("labels app=web", "labels app=apart")))
          .isEqualTo(Disturbance.NONE);
      assertThat(said()).as("the endpoint stays").isBetween(0, 1000);
      assertThat(change("lower", lower.replaceFirst("labels app=web", "labels app=apart")))
          .isEqualTo(Disturbance.BRIEF);
      assertThat(said()).as("late at most").isBetween(0, 5000);
      assertThat(change("moved", moved)).isEqualTo(Disturbance.BROKEN);
      assertThat(client.content("/run/said." + (asked + 1))).as("it has ended").isEqualTo("none");
    }
  }

  /** Applies a spec everywhere; the most that a difference says beforehand. */
  private Disturbance change(String name, String spec) throws Exception {
    Compiled next = Compiled.spec(base, name, spec);
    Review review = Review.of(
        Side.of(OutputFacts.read(applied.out()), Optional.empty()),
        Side.of(OutputFacts.read(next.out()), Optional.empty()));
    assertThat(review.changes().isEmpty()).isFalse();
    scene.lab.everywhere(name, "apply.sh");
    applied = next;
    return review.disturbing(Disturbance.BROKEN) > 0
        ? Disturbance.BROKEN
        : review.disturbing(Disturbance.BRIEF) > 0 ? Disturbance.BRIEF : Disturbance.NONE;
  }

  /** The longest wait for an answer since the last question, in milliseconds. */
  private int said() {
    asked++;
    Programs.well(client.bash("touch /run/ask." + asked));
    String said = client.content("/run/said." + asked);
    assertThat(said).as("an answer").matches("[0-9]+");
    return Integer.parseInt(said);
  }
}
