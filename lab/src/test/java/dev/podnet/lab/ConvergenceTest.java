package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What apply does to a host that is not bare: killed half way, of an older compile, with somebody else's things. */
class ConvergenceTest {

  private static final String NODE = "n3";
  private static final int KILLS = 12;

  @TempDir
  Path base;

  @ParameterizedTest
  @EnumSource(Iptables.class)
  void applyAfterAKillAtAnyMomentGivesTheSameEnd(Iptables iptables) throws Exception {
    String spec = Specs.cluster(Specs.Fabric.VXLAN_DIRECT, true, proxy(iptables));
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, iptables)) {
      Convergence.of(scene, NODE).afterKills(KILLS, iptables.ordinal());
    }
  }

  /** One way to do services with each iptables, which the pod network uses whatever the services do. */
  private static String proxy(Iptables iptables) {
    return iptables == Iptables.NFT ? "iptables" : "nftables";
  }

  @ParameterizedTest
  @EnumSource(Iptables.class)
  void aStepThatFailsLeavesTheHostAsItWas(Iptables iptables) throws Exception {
    String spec = Specs.cluster(Specs.Fabric.VXLAN, true, proxy(iptables));
    Faults.tools(base);
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, iptables)) {
      Convergence.of(scene, NODE).afterFaults(1 + iptables.ordinal(), 2);
    }
  }

  private static final List<Integer> EACH_AND_BACK =
      List.of(0, 1, 0, 2, 0, 3, 0, 1, 2, 1, 3, 1, 2, 3, 2);

  /** From each mode to each other one and back: what is remembered of a mode is of no account once another was there. */
  @ParameterizedTest
  @EnumSource(Iptables.class)
  void aModeThatComesBackIsThereAgain(Iptables iptables) throws Exception {
    List<String> modes = List.of("iptables", "nftables", "userspace", "none");
    for (String mode : modes) {
      Compiled.spec(base, mode, Specs.cluster(Specs.Fabric.VXLAN, true, mode));
    }
    String first = Specs.cluster(Specs.Fabric.VXLAN, true, "iptables");
    try (Scene scene = Scene.of(base, first, Isolation.FULL, iptables)) {
      Map<String, HostView> known = new HashMap<>();
      for (int mode : iptables == Iptables.NFT ? EACH_AND_BACK : List.of(0, 1, 0, 2, 1)) {
        String name = modes.get(mode);
        for (String script : List.of("apply.sh", "verify.sh")) {
          Lab.Run run = scene.lab.run(Lab.script(name, NODE, script));
          assertThat(run.rc()).as("%s of %s: %s", script, name, run).isZero();
        }
        HostView now = scene.lab.view(List.of(NODE)).get(NODE);
        HostView before = known.putIfAbsent(name, now);
        if (before == null) {
          for (String part : List.of("network", "pods", "services", "policies", "dns")) {
            Lab.Run run = scene.lab.run(Lab.script(name, NODE, "verify.sh", "--only", part));
            assertThat(run.rc()).as("%s of %s: %s", part, name, run).isZero();
          }
        } else {
          assertThat(before.differencesButNumbers(now))
              .as("%s again", name)
              .allMatch(d -> d.startsWith("files: "));
        }
      }
    }
  }

  @Test
  void whatBelongsToOthersSurvives() throws Exception {
    String spec = Specs.cluster(Specs.Fabric.VXLAN, false, "nftables");
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.NFT)) {
      Lab.Run made = scene.lab.run(Lab.job(NODE, "bash", "-c", OTHERS));
      assertThat(made.rc()).as(made.toString()).isZero();
      Map<String, HostView> before = scene.lab.view(List.of(NODE));
      scene.apply();
      scene.packetsArrive(Specs.Fabric.VXLAN.podMtu(false));
      HostView applied = scene.lab.view(List.of(NODE)).get(NODE);
      for (String topic :
          List.of("links", "addresses", "routes", "rules", "sets", "nftables", "namespaces")) {
        assertThat(applied.lines(topic)).as(topic).containsAll(before.get(NODE).lines(topic));
      }
      scene.lab.run(Lab.script(Scene.OUT, NODE, "teardown.sh"));
      scene.hostsAre(before);
    }
  }

  /** A bridge, a route, rules among the kernel's chains and a namespace of somebody else. */
  private static final String OTHERS = """
      set -e
      ip link add docker0 type bridge; ip addr add 172.17.0.1/16 dev docker0; ip link set docker0 up
      ip route add 10.99.0.0/16 via 172.17.0.2 onlink dev docker0
      ip netns add theirs
      ipset create THEIRS hash:ip; ipset add THEIRS 192.0.2.1
      iptables -t nat -N DOCKER
      iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
      iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
      iptables -A FORWARD -i docker0 -j ACCEPT
      iptables -A INPUT -s 192.0.2.0/24 -m comment --comment 'keep "this"' -j DROP
      nft 'table inet firewall { set admins { type ipv4_addr; elements = { 192.0.2.1 }; }; chain input { type filter hook input priority 10; policy accept; ip saddr @admins accept; }; }'
      sysctl -q -w net.ipv4.ip_forward=0
      """;

  @Test
  void aNewCompileChangesOnlyWhatMustChange() throws Exception {
    String old = Specs.cluster(Specs.Fabric.VXLAN, false);
    String more = old.replace(
            "router core", "node n4 { address 192.168.2.14 dev eth0 }\nrouter core")
        .replace("  pods db 2 on n2", "  pods db 3 on n2");
    Compiled bigger = Compiled.spec(base, "more", more);
    Compiled smaller = Compiled.spec(base, Scene.OUT, old);
    try (Scene scene = Scene.of(base, bigger, Isolation.FULL, Iptables.NFT)) {
      List<String> nodes = List.of("n1", "n2", "n3");
      run(scene, nodes, Scene.OUT);
      Map<String, HostView> small = scene.lab.view(nodes);

      scene.lab.watch(List.of("n1"));
      run(scene, List.of("n1"), "more");
      assertThat(scene.lab.seen().stream().filter(c -> !c.contains("nf_tables")).toList())
          .as("what changed on n1 when a node and a pod came")
          .allMatch(c -> c.startsWith("n1: new "))
          .noneMatch(c -> c.contains("new link"))
          .hasSizeBetween(2, 5);
      run(scene, List.of("n2", "n3", "n4"), "more");
      assertThat(bigger.cluster().nodes()).hasSize(smaller.cluster().nodes().size() + 1);
      scene.packetsArrive(Specs.Fabric.VXLAN.podMtu(false));

      run(scene, nodes, Scene.OUT);
      Map<String, HostView> again = scene.lab.view(nodes);
      for (String node : nodes) {
        assertThat(small.get(node).differences(again.get(node))).as(node).isEmpty();
      }
    }
  }

  private static void run(Scene scene, List<String> nodes, String out) {
    List<Lab.Run> runs =
        scene.lab.run(nodes.stream().map(n -> Lab.script(out, n, "apply.sh")).toList());
    assertThat(runs).allSatisfy(r -> assertThat(r.rc()).as(r.toString()).isZero());
  }

  @Test
  void hostsThatShareRunAndEtcLeaveEachOtherAlone() throws Exception {
    String spec = Specs.cluster(Specs.Fabric.HOST_GW, false);
    try (Scene scene = Scene.of(base, spec, Isolation.NET, Iptables.NFT)) {
      List<String> nodes = scene.lab.nodes();
      Map<String, HostView> bare = scene.lab.view(nodes);
      nodes.forEach(n -> run(scene, List.of(n), Scene.OUT));
      scene.packetsArrive(Specs.Fabric.HOST_GW.podMtu(false));

      for (String node : nodes) {
        Lab.Run gone = scene.lab.run(Lab.script(Scene.OUT, node, "teardown.sh"));
        assertThat(gone.rc()).as(gone.toString()).isZero();
        for (String left : nodes.subList(nodes.indexOf(node) + 1, nodes.size())) {
          Lab.Run verify = scene.lab.run(Lab.script(Scene.OUT, left, "verify.sh"));
          assertThat(verify.rc()).as("when %s had gone: %s", node, verify).isZero();
        }
      }
      scene.hostsAre(bare);
    }
  }

  @Test
  void twoRunsAtOnceWaitForEachOther() throws Exception {
    String spec = Specs.cluster(Specs.Fabric.HOST_GW, false);
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.NFT)) {
      List<Lab.Job> jobs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        scene.lab.nodes().forEach(n -> jobs.add(Lab.script(Scene.OUT, n, "apply.sh")));
      }
      assertThat(scene.lab.run(jobs))
          .allSatisfy(r -> assertThat(r.rc()).as(r.toString()).isZero());
      scene.secondApplyChangesNothing();
    }
  }

  @Test
  void verifySaysWhatIsNotAsItShouldBe() throws Exception {
    isFoundAndMended(Specs.cluster(Specs.Fabric.HOST_GW, false), DAMAGES);
  }

  @Test
  void aTunnelIsMendedBesideThatOfTheOtherFamily() throws Exception {
    isFoundAndMended(Specs.cluster(Specs.Fabric.VXLAN, true), TUNNEL_DAMAGES);
  }

  private void isFoundAndMended(String spec, List<String> damages) throws Exception {
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      Map<String, HostView> done = scene.lab.view(List.of(NODE));
      for (String damage : damages) {
        String[] words = damage.split(" ");
        Lab.Run broken = scene.lab.run(Lab.job(NODE, words));
        assertThat(broken.rc()).as(broken.toString()).isZero();

        Lab.Run verify = scene.lab.run(Lab.script(Scene.OUT, NODE, "verify.sh"));
        assertThat(verify.rc()).as("after %s: %s", damage, verify).isEqualTo(1);
        assertThat(verify.out() + verify.err()).isNotBlank();
        Lab.Run mend = scene.lab.run(Lab.script(Scene.OUT, NODE, "apply.sh"));
        assertThat(mend.rc()).as("mending %s: %s", damage, mend).isZero();
        Map<String, HostView> mended = scene.lab.view(List.of(NODE));
        assertThat(done.get(NODE).differencesButNumbers(mended.get(NODE)))
            .as("mended after %s", damage)
            .isEmpty();
      }
    }
  }

  private static final List<String> DAMAGES = List.of(
      "ip route del 10.244.0.0/24",
      "ip addr del 10.244.2.1/24 dev cni0",
      "ip link set dev cni0 down",
      "ip link del dev cni0",
      "iptables -t nat -F PODNET-SERVICES",
      "iptables -t nat -D PREROUTING 1",
      "sysctl -q -w net.ipv4.ip_forward=0",
      "ip netns del default.web-3",
      "ip -n default.web-3 route del default");

  private static final List<String> TUNNEL_DAMAGES = List.of(
      "ip link del dev flannel.1",
      "ip link del dev flannel-v6.1",
      "ip link set dev flannel-v6.1 down",
      "ip link set dev flannel.1 mtu 1300");
}
