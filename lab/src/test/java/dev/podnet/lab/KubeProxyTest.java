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
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Services as a cluster's API gives them, and what kube-proxy would do: a hundred of them, and four hundred flows with what must
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

  private static final List<String> OBJECTS = List.of("services.yaml", "more.yaml", "states.yaml");
  private static final List<String> FLOWS = List.of("flows.txt", "more.txt", "states.txt");

  /** Settings that every mode knows, by the file of their flows. */
  private static final Map<String, String> SETTINGS = Map.of(
      "all.txt", "masqueradeAll on",
      "some.txt", "nodePortAddresses 192.168.1.12/32",
      "blocks.txt", "nodePortAddresses 192.168.1.0/24, fd00:168:1::12/128");

  @TempDir
  Path base;

  private Compiled compile(String mode, String settings, List<String> manifests)
      throws IOException {
    Path input = Files.createTempDirectory(base, "input");
    Files.writeString(input.resolve("cluster.podnet"), CLUSTER.formatted(mode, settings));
    for (String manifest : manifests) {
      Files.writeString(input.resolve(manifest), KubeFlow.text(manifest));
    }
    return Compiled.inputs(base, Scene.OUT, input);
  }

  @ParameterizedTest
  @EnumSource(Iptables.class)
  void rulesAndPacketsDoWhatKubeProxyDoes(Iptables variant) throws Exception {
    holds("iptables", compile("iptables", "", objects(true)), flows(true), variant);
  }

  @Test
  void settingsOfTheClusterHold() throws Exception {
    String two = "nodePortAddresses 192.168.1.0/24, fd00:168:1::12/128";
    String here = "n1 -> 127.0.0.1:30002 => host";
    String there = "n1 -> 127.0.0.1:30002 => e1:8080! e2:8080!";
    settings("masqueradeAll on; localhostNodePorts on", "all.txt", List.of());
    settings("nodePortAddresses 192.168.1.12/32", "some.txt", List.of());
    settings(two + ", 127.0.0.0/8", "blocks.txt", List.of(here));
    settings("localhostNodePorts on; " + two, "blocks.txt", List.of(here));
    settings("localhostNodePorts on; " + two + ", 127.0.0.1/32", "blocks.txt", List.of(there));
  }

  private void settings(String settings, String file, List<String> more) throws Exception {
    List<KubeFlow> flows = new ArrayList<>(KubeFlow.read(file));
    more.forEach(line -> flows.add(KubeFlow.parse(line)));
    Compiled compiled = compile("iptables", settings, List.of("services.yaml"));
    holds("iptables", compiled, flows, Iptables.NFT);
  }

  /** As with agents of some clouds: it sends from that address then, which the source ranges need not name. */
  @ParameterizedTest
  @MethodSource("modes")
  void aNodeMayHaveTheAddressOfALoadBalancerItself(String mode) throws Exception {
    Compiled compiled = compile(mode, "", objects(false));
    List<KubeFlow> flows = Stream.of(
            "n1 -> 203.0.113.184:80 => e1:8080! e2:8080!",
            "n1 -> 203.0.113.3:80 => e1:8080! e2:8080!",
            "n1 -> 203.0.113.183:80 => drop",
            "world n1 -> 203.0.113.184:80 => e1:8080! e2:8080!",
            "world n1 -> 203.0.113.184:81 => host",
            "c1 -> 203.0.113.184:80 => drop",
            "world n1 -> 203.0.113.163:80 => e1:8080 x1:8080")
        .map(KubeFlow::parse)
        .toList();
    try (Scene scene = Scene.of(base, compiled, Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      for (int last : List.of(3, 163, 183, 184)) {
        Programs.well(scene.lab.run(
            Lab.job("n1", "ip", "addr", "add", "203.0.113." + last + "/32", "dev", "lo")));
      }
      boolean hidden = !Modes.keepsSources(mode);
      assertThat(new KubeDials(compiled.cluster(), scene.lab, flows, hidden).wrong(flows))
          .isEmpty();
    }
  }

  static Stream<String> modes() {
    return Modes.here().stream();
  }

  /** The other modes that this kernel can do. */
  static Stream<String> otherModes() {
    return modes().filter(mode -> !mode.equals("iptables"));
  }

  @ParameterizedTest
  @MethodSource("otherModes")
  void otherModesDoTheSame(String mode) throws Exception {
    boolean sctp = Modes.knowsSctp(mode);
    holds(mode, compile(mode, "", objects(sctp)), flows(sctp), Iptables.NFT);
    for (Map.Entry<String, String> file : SETTINGS.entrySet()) {
      Compiled compiled = compile(mode, file.getValue(), List.of("services.yaml"));
      holds(mode, compiled, settled(file.getKey()), Iptables.NFT);
    }
  }

  private static List<String> objects(boolean sctp) {
    return Stream.concat(OBJECTS.stream(), sctp ? Stream.of("sctp.yaml") : Stream.empty())
        .toList();
  }

  private static List<KubeFlow> flows(boolean sctp) {
    return Stream.concat(FLOWS.stream(), sctp ? Stream.of("sctp.txt") : Stream.empty())
        .flatMap(file -> KubeFlow.read(file).stream())
        .toList();
  }

  /** What IPVS would make of them, without a kernel. With it a node has the address of a load balancer itself (docs/services.md). */
  @Test
  void ipvsIsToDoTheSame() throws Exception {
    assertThat(traced("", objects(true), flows(true)))
        .containsExactly("rules world n1 -> 203.0.113.3:81 => away\n  trace: {reject=1.0}");
    for (Map.Entry<String, String> file : SETTINGS.entrySet()) {
      assertThat(traced(file.getValue(), List.of("services.yaml"), settled(file.getKey())))
          .as(file.getValue())
          .isEmpty();
    }
  }

  private List<String> traced(String settings, List<String> objects, List<KubeFlow> flows)
      throws IOException {
    Compiled compiled = compile("ipvs", settings, objects);
    KubeTraces traces = new KubeTraces(compiled, new Underlay(compiled.cluster()).world(), false);
    return flows.stream().map(traces::wrong).filter(w -> !w.isEmpty()).toList();
  }

  /** The flows of a file but those at loopback, where not every mode can have node ports. */
  private static List<KubeFlow> settled(String file) {
    return KubeFlow.read(file).stream()
        .filter(f -> !f.to().toString().startsWith("127."))
        .toList();
  }

  @Test
  @Tag("vm")
  @Tag("long")
  @ResourceLock("the small machine")
  void ipvsDoesTheSameOnAKernelThatHasIt() throws Exception {
    inMachine("", objects(false), flows(false));
    for (Map.Entry<String, String> file : SETTINGS.entrySet()) {
      inMachine(file.getValue(), List.of("services.yaml"), settled(file.getKey()));
    }
  }

  private void inMachine(String settings, List<String> objects, List<KubeFlow> flows)
      throws Exception {
    Compiled compiled = compile("ipvs", settings, objects);
    try (Scene scene = Scene.inMachine(base, compiled)) {
      scene.apply();
      assertThat(new KubeDials(compiled.cluster(), scene.lab, flows, false).wrong(flows))
          .as(settings)
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
