package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A service that changes, as kube-proxy's tests change theirs: ports come and go while the address stays, it gets a load balancer,
 * endpoints move, nobody is left, it goes. After each step the flows are what they would be on new hosts; at the end the hosts
 * are as after the first step.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class KubeChangesTest {

  private static final String CLUSTER = """
      cluster kube {
        podCIDR     10.244.0.0/16, fd00:10:244::/48
        serviceCIDR 10.96.0.0/16, fd00:10:96::/108
        backend     host-gw
        proxyMode   %s
      }
      """;

  private static final String ADDRESS = "10.96.3.1";

  /** What tells of the way to a state: the order of elements, what was logged, an endpoint that has old connections still. */
  private static final Map<String, String> MAY_DIFFER = Map.of(
      "nftables", "nftables: the same lines in another order: .*",
      "userspace", "files: . .*/daemons/balancer/log \\d+",
      "ipvs", "virtual servers: .*");

  @TempDir
  Path base;

  /** What there is after a change, and what becomes of connections then. */
  private record Step(String name, List<KubeFlow> flows, String objects) {

    static Step parse(String text) {
      String[] parts = text.split("\n", 2);
      int objects = parts[1].indexOf("---\n");
      String flows = objects < 0 ? parts[1] : parts[1].substring(0, objects);
      return new Step(
          parts[0],
          flows.lines().map(KubeFlow::parse).toList(),
          objects < 0 ? "" : parts[1].substring(objects));
    }
  }

  static Stream<String> modes() {
    return Modes.here().stream();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void eachStepIsAsOnNewHosts(String mode) throws Exception {
    walk(mode, compiled -> Scene.of(base, compiled, Isolation.FULL, Iptables.NFT));
  }

  @Test
  @Tag("vm")
  @Tag("long")
  void eachStepIsAsOnNewHostsWithIpvs() throws Exception {
    walk("ipvs", compiled -> Scene.inMachine(base, compiled));
  }

  /** Makes the hosts of a compile; what was compiled is in the base folder then. */
  private interface Hosts {
    Scene of(Compiled compiled) throws IOException, InterruptedException;
  }

  private void walk(String mode, Hosts hosts) throws Exception {
    List<Step> steps = Stream.of(KubeFlow.text("changes.txt").split("(?m)^=== "))
        .skip(1)
        .map(Step::parse)
        .toList();
    Step stays = steps.get(0);
    List<Compiled> compiled = new ArrayList<>();
    for (int i = 1; i < steps.size(); i++) {
      compiled.add(compile(mode, "step" + i, stays.objects() + steps.get(i).objects()));
    }
    try (Scene scene = hosts.of(compiled.get(0))) {
      Map<String, HostView> first = null;
      for (int i = 1; i < steps.size(); i++) {
        scene.lab.watch(scene.lab.nodes());
        scene.lab.everywhere("step" + i, "apply.sh");
        List<String> seen = scene.lab.seen();
        if (mode.equals("ipvs")) {
          // the hosts have the address themselves: it goes with the service, not with a port
          assertThat(seen.stream().anyMatch(c -> c.contains("gone address " + ADDRESS)))
              .as("%s: %s", steps.get(i).name(), seen)
              .isEqualTo(i == steps.size() - 1);
        }
        scene.lab.everywhere("step" + i, "verify.sh");
        Step step = steps.get(i);
        List<KubeFlow> flows = new ArrayList<>(step.flows());
        flows.addAll(stays.flows());
        holds(mode, step.name(), compiled.get(i - 1), scene, flows);
        first = first == null ? scene.lab.view(scene.lab.nodes()) : first;
      }
      scene.lab.everywhere("step1", "apply.sh");
      Map<String, HostView> again = scene.lab.view(scene.lab.nodes());
      for (String node : scene.lab.nodes()) {
        assertThat(first.get(node).differencesButNumbers(again.get(node)))
            .as("%s, what is left of the steps on %s", mode, node)
            .allMatch(d -> d.matches(MAY_DIFFER.getOrDefault(mode, "")));
      }
    }
  }

  private static void holds(
      String mode, String step, Compiled compiled, Scene scene, List<KubeFlow> flows) {
    List<String> wrong = new ArrayList<>();
    if (mode.equals("iptables")) {
      KubeHosts rules = new KubeHosts(compiled.cluster(), scene.lab);
      flows.stream().map(rules::wrong).filter(w -> !w.isEmpty()).forEach(wrong::add);
    }
    boolean hidden = !Modes.keepsSources(mode);
    wrong.addAll(new KubeDials(compiled.cluster(), scene.lab, flows, hidden).wrong(flows));
    assertThat(wrong).as("%s: %s", mode, step).isEmpty();
  }

  private Compiled compile(String mode, String out, String objects) throws IOException {
    String services = KubeFlow.text("services.yaml");
    Path input = Files.createDirectories(base.resolve(out + "-input"));
    Files.writeString(input.resolve("cluster.podnet"), CLUSTER.formatted(mode));
    Files.writeString(
        input.resolve("objects.yaml"),
        services.substring(0, services.indexOf("---\napiVersion: v1\nkind: Service\n")) + objects);
    return Compiled.inputs(base, out, input);
  }
}
