package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab tells good from bad: with one thing taken away on n2, exactly the checks that need it fail. */
class SightTest {

  @TempDir
  Path base;

  @Test
  void whatIsMissingShowsInTheChecksThatNeedIt() throws Exception {
    String spec = Specs.cluster(Specs.Fabric.HOST_GW, false);
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      Expectations expected = scene.lab.serve();
      List<Check> checks = new ArrayList<>(expected.clusterIpsAnswer());
      checks.addAll(expected.worldIsReached());
      checks.addAll(expected.podsAreReached());
      checks.removeIf(c -> !c.probe().from().startsWith("n2/"));
      assertThat(scene.lab.failures(checks)).isEmpty();

      damage(
          scene,
          "for port in $(ls /sys/class/net/cni0/brif);"
              + " do ip link set dev $port type bridge_slave hairpin off; done");
      assertThat(scene.lab.failures(checks))
          .as("without hairpin, pods that reach themselves through a service")
          .hasSize(4)
          .allMatch(f -> f.matches("default/(db-[12]|web-2) uses service default/(db|web).*"));

      damage(scene, "sysctl -q -w net.bridge.bridge-nf-call-iptables=0");
      assertThat(scene.lab.failures(checks))
          .as("without netfilter on the bridge, a service whose endpoint is on the same node")
          .isNotEmpty()
          .anyMatch(f -> f.contains("default/web-2 uses service default/db"))
          .allMatch(f -> f.contains("uses service"));

      damage(scene, "iptables -t nat -F PODNET-MASQUERADE");
      assertThat(scene.lab.failures(checks))
          .as("without masquerade, the world outside")
          .isNotEmpty()
          .allMatch(f -> f.contains("leaves the cluster as its node"));

      damage(scene, "ip route del 10.244.2.0/24");
      assertThat(scene.lab.failures(checks))
          .as("without the route to n3, what is there")
          .anyMatch(f -> f.contains("reaches pod default/web-3"))
          .noneMatch(f -> f.contains("reaches pod default/web-1"));
    }
  }

  /** Mends the last damage and does the next. */
  private static void damage(Scene scene, String command) {
    scene.apply();
    Lab.Run run = scene.lab.run(Lab.job("n2", "bash", "-c", command));
    assertThat(run.rc()).as(run.toString()).isZero();
  }
}
