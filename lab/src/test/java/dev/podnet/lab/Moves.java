package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.RouterRoute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A node that comes, one that goes, and one that gets another address: the others apply the new compile, and of what they
 * have only that changes which must.
 */
final class Moves {

  private static final String MORE = "more";
  private static final String MOVED = "moved";
  private static final List<String> FEW = List.of("n1", "n2", "n3");
  private static final List<String> MANY = List.of("n1", "n2", "n3", "n4");

  private final Scene scene;
  private final Compiled few;
  private final Compiled moved;

  private Moves(Scene scene, Compiled few, Compiled moved) {
    this.scene = scene;
    this.few = few;
    this.moved = moved;
  }

  /** Makes the hosts of a scene; what was compiled is in the base folder then. */
  interface Hosts {
    /** The hosts of the compile with the most nodes. */
    Scene of(Path base, Compiled compiled) throws IOException, InterruptedException;
  }

  /** Does it all, with the nodes, the pods and the racks of {@link TunnelsTest#spec}. */
  static void check(Path base, String spec, Hosts hosts) throws Exception {
    Compiled few = Compiled.spec(base, Scene.OUT, spec);
    Compiled more = Compiled.spec(base, MORE, withFourth(spec));
    Compiled moved = Compiled.spec(base, MOVED, moved(spec));
    try (Scene scene = hosts.of(base, more)) {
      Moves moves = new Moves(scene, few, moved);
      Map<String, HostView> bare = scene.lab.view(MANY);
      moves.run(FEW, Scene.OUT, "apply.sh");
      Map<String, HostView> three = scene.lab.view(FEW);
      moves.comesAndGoes(three);
      moves.changesItsAddress();
      moves.run(FEW, MOVED, "teardown.sh");
      scene.hostsAre(moves.atItsNewAddress(bare));
    }
  }

  /** A node comes before all others and goes again: without fixed shares each of them gets another's, and has it back. */
  static void shift(Path base, String spec, Hosts hosts) throws Exception {
    Compiled few = Compiled.spec(base, Scene.OUT, spec);
    Compiled more = Compiled.spec(base, MORE, withFirst(spec));
    List<String> all = List.of("n0", "n1", "n2", "n3");
    try (Scene scene = hosts.of(base, more)) {
      Moves moves = new Moves(scene, few, few);
      Map<String, HostView> bare = scene.lab.view(all);
      moves.run(FEW, Scene.OUT, "apply.sh");
      moves.run(all, MORE, "apply.sh");
      moves.run(all, MORE, "verify.sh");
      moves.podsAreReached(more.cluster());
      moves.run(FEW, Scene.OUT, "apply.sh");
      moves.run(List.of("n0"), MORE, "teardown.sh");
      moves.run(FEW, Scene.OUT, "verify.sh");
      moves.podsAreReached(few.cluster());
      scene.lab.watch(FEW);
      moves.run(FEW, Scene.OUT, "apply.sh");
      assertThat(scene.lab.seen()).as("changes by a second apply").isEmpty();
      moves.run(FEW, Scene.OUT, "teardown.sh");
      scene.hostsAre(bare);
    }
  }

  private static String withFirst(String spec) {
    String second =
        spec.lines().filter(l -> l.startsWith("node n2 ")).findFirst().orElseThrow();
    String first =
        second.replace("n2", "n0").replace("192.168.1.12", "192.168.1.10").replace("::12", "::10");
    return spec.replace("\nnode n1", "\n" + first + "\nnode n1");
  }

  private static String withFourth(String spec) {
    String second =
        spec.lines().filter(l -> l.startsWith("node n2 ")).findFirst().orElseThrow();
    String fourth =
        second.replace("n2", "n4").replace("192.168.1.12", "192.168.1.14").replace("::12", "::14");
    return spec.replace("\nnamespace", "\n" + fourth + "\nnamespace")
        .replace("pods web 3 on n1, n2, n3", "pods web 4 on n1, n2, n3, n4");
  }

  private static String moved(String spec) {
    return spec.replace("192.168.1.12", "192.168.1.22").replace("::12", "::22");
  }

  private void comesAndGoes(Map<String, HostView> three) {
    scene.lab.watch(List.of("n1"));
    run(List.of("n1"), MORE, "apply.sh");
    assertThat(heard())
        .as("what changed on n1 when a node came")
        .allMatch(c -> c.startsWith("n1: new "))
        .noneMatch(c -> c.contains("new link"))
        .hasSizeLessThan(9);
    run(List.of("n2", "n3", "n4"), MORE, "apply.sh");
    podsAreReached(scene.compiled.cluster());
    scene.lab.watch(MANY);
    run(MANY, MORE, "apply.sh");
    assertThat(scene.lab.seen()).as("changes by a second apply").isEmpty();

    scene.lab.watch(List.of("n1"));
    run(List.of("n1"), Scene.OUT, "apply.sh");
    assertThat(heard())
        .as("what changed on n1 when a node went")
        .allMatch(c -> c.startsWith("n1: gone "))
        .noneMatch(c -> c.contains("gone link"));
    run(List.of("n2", "n3"), Scene.OUT, "apply.sh");
    run(List.of("n4"), MORE, "teardown.sh");
    Map<String, HostView> again = scene.lab.view(FEW);
    for (String node : FEW) {
      // a set that changed was swapped for another with the same members
      assertThat(three.get(node).differencesButNumbers(again.get(node)))
          .as(node)
          .isEmpty();
    }
  }

  private void changesItsAddress() {
    Node before = node(few.cluster());
    Node after = node(moved.cluster());
    List<String> commands = new ArrayList<>(List.of("set -e"));
    for (IpFamily family : IpFamily.values()) {
      before.address(family).ifPresent(old -> {
        String length = old.isV4() ? "/24" : "/64";
        String gateway = old.isV4() ? "192.168.1.1" : "fd00:168:1::1";
        commands.add("ip addr del " + old + length + " dev eth0");
        commands.add(
            "ip addr add " + after.address(family).orElseThrow() + length + " dev eth0 nodad");
        commands.add("ip route replace default via " + gateway);
      });
    }
    bash("n2", String.join("; ", commands));
    for (RouterRoute route : moved.plan().routerTable()) {
      if (!route.learned()) {
        bash("router-core", "ip route replace " + route.destination() + " via " + route.via());
      }
    }
    scene.lab.watch(List.of("n1", "n2"));
    run(FEW, MOVED, "apply.sh");
    assertThat(heard())
        .as("what changed on n1 and n2 when n2 got another address")
        .noneMatch(c -> c.startsWith("n1: ") && c.contains(" link"))
        .noneMatch(c -> c.startsWith("n1/") || c.startsWith("n2/"));
    podsAreReached(moved.cluster());
    run(FEW, MOVED, "verify.sh");
    scene.lab.watch(FEW);
    run(FEW, MOVED, "apply.sh");
    assertThat(scene.lab.seen()).as("changes by a second apply").isEmpty();
  }

  private static Node node(Cluster cluster) {
    return cluster.nodes().stream()
        .filter(n -> n.name().equals("n2"))
        .findFirst()
        .orElseThrow();
  }

  private void bash(String host, String script) {
    Lab.Run run = scene.lab.run(Lab.job(host, "bash", "-c", script));
    assertThat(run.rc()).as(script + "\n" + run).isZero();
  }

  /** What was heard but for rules, which services and sets of nodes change. */
  private List<String> heard() {
    return scene.lab.seen().stream().filter(c -> !c.contains("nf_tables")).toList();
  }

  private void run(List<String> nodes, String out, String script) {
    List<Lab.Run> runs =
        scene.lab.run(nodes.stream().map(n -> Lab.script(out, n, script)).toList());
    assertThat(runs).allSatisfy(r -> assertThat(r.rc()).as(script + " " + r).isZero());
  }

  private void podsAreReached(Cluster cluster) {
    Expectations expected = scene.lab.serve(cluster);
    List<Check> checks = new ArrayList<>(expected.podsAreReached());
    checks.addAll(expected.nodesAreReached());
    List<String> failures = scene.lab.failures(checks);
    assertThat(failures).isEmpty();
  }

  /** The same views, of which n2 has gone: it is not what it was. */
  private Map<String, HostView> atItsNewAddress(Map<String, HostView> bare) {
    Map<String, HostView> rest = new java.util.TreeMap<>(bare);
    rest.remove("n2");
    return rest;
  }
}
