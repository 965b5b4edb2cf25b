package dev.podnet.lab;

import static dev.podnet.lab.Programs.well;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hosts as one finds them, on which a pod network often fails: each trap is set on bare hosts, then all that must hold holds, and
 * teardown leaves the trap as it was. What each fabric does about them stands in {@code docs/backends/README.md}.
 */
class TrapsTest {

  @TempDir
  Path base;

  /** What a host may be like before anything is applied. */
  enum Trap {
    /** Bridged frames pass no rules, so that an answer on the client's own node would not be translated back. */
    BRIDGES_PAST_NETFILTER(
        "sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0"),
    /** Docker came first: what nobody accepts is dropped, and what is bridged passes rules. */
    FORWARD_DROPS(
        "sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1; "
            + "for i in iptables ip6tables; do $i -N DOCKER-USER; $i -A FORWARD -j DOCKER-USER; "
            + "$i -A DOCKER-USER -j RETURN; $i -P FORWARD DROP; done"),
    /** The way back must be the way that a packet came, on the underlay and on every link made from now on. */
    STRICT_PATHS("sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.default.rp_filter=1 "
        + "net.ipv4.conf.eth0.rp_filter=1"),
    /** Nothing is forwarded. */
    NO_FORWARDING("sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0"),
    /** The site's own prefix leads to the router, which holds the range of the pods too: more to the point than the default route. */
    SITES_ROUTE(
        "[[ -z $(ip -6 route show default) ]] || ip -6 route add fd00::/8 via $(ip -6 route show default | cut -d' ' -f3)"),
    /** Routes of an older compile that nobody remembers, to what is another node's now, and to nobody's. */
    STALE_ROUTES(
        "ip route add 10.244.0.0/20 via $(ip -4 route show default | cut -d' ' -f3) proto 157; "
            + "ip route add 10.244.77.0/24 via $(ip -4 route show default | cut -d' ' -f3) proto 157");

    private final String script;

    Trap(String script) {
      this.script = script;
    }
  }

  /** All traps at once; what fails here is looked for one by one. */
  @ParameterizedTest
  @EnumSource(
      value = Specs.Fabric.class,
      names = {"VXLAN_DIRECT", "CALICO"})
  void allTrapsAtOnce(Specs.Fabric fabric) throws Exception {
    inSpiteOf(fabric, List.of(Trap.values()));
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(
      value = Specs.Fabric.class,
      names = {"CLOUD", "WEAVE"})
  void allTrapsAtOnceWithOtherFabrics(Specs.Fabric fabric) throws Exception {
    inSpiteOf(fabric, List.of(Trap.values()));
  }

  static Stream<Arguments> oneByOne() {
    return Stream.of(Specs.Fabric.values())
        .flatMap(f -> Stream.of(Trap.values()).map(t -> Arguments.of(f, t)));
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("oneByOne")
  void eachTrapAlone(Specs.Fabric fabric, Trap trap) throws Exception {
    inSpiteOf(fabric, List.of(trap));
  }

  private void inSpiteOf(Specs.Fabric fabric, List<Trap> traps) throws Exception {
    boolean dual = fabric != Specs.Fabric.CLOUD;
    try (Scene scene = Scene.of(base, Specs.cluster(fabric, dual), Isolation.FULL, Iptables.NFT)) {
      String set =
          "set -e; " + String.join("; ", traps.stream().map(t -> t.script).toList());
      Map<String, HostView> bare = set(scene, set);
      scene.apply();
      scene.packetsArrive(fabric.podMtu(dual));
      chosenMacs(scene);
      scene.secondApplyChangesNothing();
      if (!traps.contains(Trap.STALE_ROUTES)) { // they are podnet's, and gone for good
        scene.teardownLeavesNothing(bare);
      }
    }
  }

  private static Map<String, HostView> set(Scene scene, String script) {
    for (String node : scene.lab.nodes()) {
      well(scene.lab.run(Lab.job(node, "bash", "-c", script)));
    }
    return scene.lab.view(scene.lab.nodes());
  }

  /**
   * Every MAC was chosen as the link was made (NET_ADDR_SET), which udev's {@code MACAddressPolicy=persistent} leaves alone
   * (systemd.link(5)); one that the kernel made up it replaces, and the other nodes would not know of it.
   */
  private static void chosenMacs(Scene scene) {
    String script = "mkdir /run/sys && mount -t sysfs sysfs /run/sys && cd /run/sys/class/net && "
        + "for l in *; do [[ $l == lo || $l == eth0 ]] || echo $l $(<$l/addr_assign_type); done";
    List<String> others = new ArrayList<>();
    for (String node : scene.lab.nodes()) {
      Lab.Run run = scene.lab.run(Lab.job(node, "bash", "-c", script));
      well(run);
      assertThat(run.out()).isNotBlank();
      run.out().lines().filter(l -> !l.endsWith(" 3")).forEach(l -> others.add(node + ": " + l));
    }
    assertThat(others).as("links whose MAC nobody chose").isEmpty();
  }

  @Tag("vm")
  @Tag("long")
  @ResourceLock("the small machine")
  @ParameterizedTest
  @CsvSource({
    "ipip, 46, 46, 1460",
    "udp, 4, 4, 1472",
    "wireguard, 46, 4, 1440",
    "weave { encrypt on }, 46, 4, 1390",
    "kube-router, 4, 4, 1480"
  })
  void allTrapsAtOnceInTheMachine(String backend, String pods, String underlay, int podMtu)
      throws Exception {
    Keys keys = Keys.told(base, List.of("n1", "n2", "n3"));
    Compiled compiled =
        Compiled.spec(base, Scene.OUT, TunnelsTest.spec(backend, pods, underlay, 2));
    try (Scene scene = Scene.inMachine(base, compiled)) {
      keys.put(scene, "lab");
      set(
          scene,
          "set -e; "
              + String.join(
                  "; ",
                  Stream.of(Trap.values())
                      .filter(t -> t != Trap.STALE_ROUTES)
                      .map(t -> t.script)
                      .toList()));
      scene.apply();
      scene.packetsArrive(podMtu);
      scene.secondApplyChangesNothing();
    }
  }
}
