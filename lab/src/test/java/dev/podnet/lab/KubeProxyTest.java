package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Services as a cluster's API gives them, and what kube-proxy would do: dozens of them, and some three hundred flows with what must
 * become of each. They are followed through the rules the hosts then have, by a reader of {@code iptables-save} that knows
 * nothing of podnet; by the simulator; and with real packets.
 */
class KubeProxyTest {

  private static final String CLUSTER = """
      cluster kube {
        podCIDR     10.244.0.0/16, fd00:10:244::/48
        serviceCIDR 10.96.0.0/16, fd00:10:96::/108
        backend     host-gw
        proxyMode   %s
        %s
      }
      """;

  @TempDir
  Path base;

  private Compiled compile(String mode, String settings, List<String> manifests)
      throws IOException {
    Path input = Files.createDirectories(base.resolve("input"));
    Files.writeString(input.resolve("cluster.podnet"), CLUSTER.formatted(mode, settings));
    for (String manifest : manifests) {
      Files.writeString(input.resolve(manifest), KubeFlow.text(manifest));
    }
    return Compiled.inputs(base, Scene.OUT, input);
  }

  @ParameterizedTest
  @EnumSource(Iptables.class)
  void rulesAndPacketsDoWhatKubeProxyDoes(Iptables variant) throws Exception {
    List<KubeFlow> flows = new ArrayList<>(KubeFlow.read("flows.txt"));
    flows.addAll(KubeFlow.read("more.txt"));
    flows.addAll(KubeFlow.read("sctp.txt"));
    Compiled compiled = compile("iptables", "", List.of("services.yaml", "more.yaml", "sctp.yaml"));
    holds("iptables", compiled, flows, variant);
  }

  @Test
  void settingsOfTheClusterHold() throws Exception {
    Compiled all =
        compile("iptables", "masqueradeAll on; localhostNodePorts on", List.of("services.yaml"));
    holds("iptables", all, KubeFlow.read("all.txt"), Iptables.NFT);
    Compiled some =
        compile("iptables", "nodePortAddresses 192.168.1.12/32", List.of("services.yaml"));
    holds("iptables", some, KubeFlow.read("some.txt"), Iptables.NFT);
  }

  /** The other modes that this kernel can do. */
  static Stream<String> otherModes() {
    return Modes.here().stream().filter(mode -> !mode.equals("iptables"));
  }

  @ParameterizedTest
  @MethodSource("otherModes")
  void otherModesDoTheSame(String mode) throws Exception {
    boolean sctp = Modes.knowsSctp(mode);
    List<KubeFlow> flows = new ArrayList<>(KubeFlow.read("flows.txt"));
    flows.addAll(KubeFlow.read("more.txt"));
    List<String> manifests = new ArrayList<>(List.of("services.yaml", "more.yaml"));
    if (sctp) {
      flows.addAll(KubeFlow.read("sctp.txt"));
      manifests.add("sctp.yaml");
    }
    holds(mode, compile(mode, "", manifests), flows, Iptables.NFT);
    Compiled all = compile(mode, "masqueradeAll on", List.of("services.yaml"));
    List<KubeFlow> plain = KubeFlow.read("all.txt").stream()
        .filter(f -> !f.to().toString().startsWith("127."))
        .toList();
    holds(mode, all, plain, Iptables.NFT);
    Compiled some = compile(mode, "nodePortAddresses 192.168.1.12/32", List.of("services.yaml"));
    holds(mode, some, KubeFlow.read("some.txt"), Iptables.NFT);
  }

  private static List<KubeFlow> flows(String... files) throws IOException {
    List<KubeFlow> flows = new ArrayList<>();
    for (String file : files) {
      flows.addAll(KubeFlow.read(file));
    }
    return flows;
  }

  /** What IPVS would make of them, without a kernel. With it a node has the address of a load balancer itself (docs/services.md). */
  @Test
  void ipvsIsToDoTheSame() throws Exception {
    Compiled compiled = compile("ipvs", "", List.of("services.yaml", "more.yaml", "sctp.yaml"));
    KubeTraces traces = new KubeTraces(compiled, new Underlay(compiled.cluster()).world(), false);
    List<String> wrong = flows("flows.txt", "more.txt", "sctp.txt").stream()
        .map(traces::wrong)
        .filter(w -> !w.isEmpty())
        .toList();
    assertThat(wrong)
        .containsExactly("rules world n1 -> 203.0.113.3:81 => away\n  trace: {reject=1.0}");
  }

  @Test
  @Tag("vm")
  @Tag("long")
  @ResourceLock("the small machine")
  void ipvsDoesTheSameOnAKernelThatHasIt() throws Exception {
    Compiled compiled = compile("ipvs", "", List.of("services.yaml", "more.yaml"));
    try (Scene scene = Scene.inMachine(base, compiled)) {
      scene.apply();
      List<KubeFlow> flows = flows("flows.txt", "more.txt");
      assertThat(new KubeDials(compiled.cluster(), scene.lab, flows, false).wrong(flows))
          .isEmpty();
    }
  }

  private void holds(String mode, Compiled compiled, List<KubeFlow> flows, Iptables variant)
      throws Exception {
    boolean hidden = !Modes.keepsSources(mode);
    try (Scene scene = Scene.of(base, compiled, Isolation.FULL, variant)) {
      scene.apply();
      SimulatorTest.plainErrors(scene);
      List<String> wrong = new ArrayList<>();
      if (mode.equals("iptables")) {
        KubeHosts hosts = new KubeHosts(compiled.cluster(), scene.lab);
        flows.stream().map(hosts::wrong).forEach(wrong::add);
      }
      KubeTraces traces = new KubeTraces(compiled, scene.lab.underlay().world(), hidden);
      flows.stream().map(traces::wrong).forEach(wrong::add);
      wrong.addAll(new KubeDials(compiled.cluster(), scene.lab, flows, hidden).wrong(flows));
      wrong.removeIf(String::isEmpty);
      assertThat(wrong).as("%s, %d flows", mode, flows.size()).isEmpty();
    }
  }
}
