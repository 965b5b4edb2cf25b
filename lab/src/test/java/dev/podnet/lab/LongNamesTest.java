package dev.podnet.lab;

import static dev.podnet.lab.Programs.well;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods and services with the longest names Kubernetes takes, which are longer than a file's. */
class LongNamesTest {

  private static final String SPEC = """
      cluster lab { backend host-gw; dns coredns { server none } }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      """;

  private static String objects() {
    StringBuilder objects = new StringBuilder();
    for (int i = 1; i <= 2; i++) {
      objects.append("""
          apiVersion: v1
          kind: Pod
          metadata: {name: %s, namespace: %s, labels: {app: x}}
          spec: {nodeName: n%d, containers: [{name: c, image: c, ports: [{containerPort: 8080}]}]}
          ---
          """.formatted("p".repeat(252) + i, "n".repeat(63), i));
    }
    return objects + """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: %s}
        spec: {selector: {app: x}, ports: [{port: 80, targetPort: 8080}]}
        """.formatted("s".repeat(63), "n".repeat(63));
  }

  @TempDir
  Path base;

  @Test
  void theyAreMadeFoundAgainAndTakenAway() throws Exception {
    Path inputs = Files.createDirectories(base.resolve("inputs"));
    Files.writeString(inputs.resolve("cluster.podnet"), SPEC);
    Files.writeString(inputs.resolve("objects.yaml"), objects());
    Compiled compiled = Compiled.inputs(base, Scene.OUT, inputs);
    try (Scene scene = Scene.of(base, compiled, Isolation.FULL, Iptables.NFT)) {
      Map<String, HostView> before = scene.lab.view(List.of("n1", "n2"));
      scene.apply();
      scene.secondApplyChangesNothing();
      for (String node : List.of("n1", "n2")) {
        well(Programs.on(scene, node).run(Scene.OUT, "verify.sh"));
      }
      scene.packetsArrive(1500);
      for (String node : List.of("n1", "n2")) {
        well(Programs.on(scene, node).run(Scene.OUT, "teardown.sh"));
      }
      scene.hostsAre(before);
    }
  }
}
