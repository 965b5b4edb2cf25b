package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.model.Pod;
import dev.podnet.net.IpAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend that is not podnet's own, the sample of {@code docs/sample-backend}, on a kernel. */
class HubTest {

  private static final Path SPEC =
      Path.of("").toAbsolutePath().resolveSibling("docs/sample-backend/hub.podnet");

  @TempDir
  Path base;

  @Test
  void allGoesByTheHub() throws Exception {
    Compiled compiled = Compiled.inputs(base, Scene.OUT, SPEC);
    try (Scene scene = Scene.of(base, compiled, Isolation.FULL, Iptables.NFT)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      scene.packetsArrive(1500);
      scene.secondApplyChangesNothing();

      // without the hub only its own pods and those of one node reach each other
      Lab.Job off = Lab.job("n1", "sysctl", "-qw", "net.ipv4.ip_forward=0");
      assertThat(scene.lab.run(off).rc()).isZero();
      assertThat(scene.lab.failures(List.of(Check.silent(
              "by way of the hub", Probe.ping("n2/default.web-2", address(compiled))))))
          .isEmpty();
      scene.apply();
      scene.packetsArrive(1500);
      scene.teardownLeavesNothing(bare);
    }
  }

  /** That of the pod on n3. */
  private static IpAddress address(Compiled compiled) {
    return compiled.cluster().pods().stream()
        .filter(p -> p.ref().toString().equals("default/web-3"))
        .map(Pod::ips)
        .findFirst()
        .orElseThrow()
        .get(0)
        .value();
  }
}
