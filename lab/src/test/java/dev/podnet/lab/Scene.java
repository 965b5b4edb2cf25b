package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A compiled cluster on its hosts, and what the kernel tests do with it again and again. */
final class Scene implements AutoCloseable {

  /** The output below the base folder. */
  static final String OUT = "out";

  /** What a host says that has no CoreDNS, which Debian has no package of. */
  private static final Pattern NO_SERVER =
      Pattern.compile("podnet: \\S+: the program coredns is missing: .*\n");

  final Compiled compiled;
  final Lab lab;

  private Scene(Compiled compiled, Lab lab) {
    this.compiled = compiled;
    this.lab = lab;
  }

  /** Compiles a spec and makes its hosts, as bare as they come. */
  static Scene of(Path base, String spec, Lab.Isolation isolation, Lab.Iptables iptables)
      throws IOException {
    return of(base, Compiled.spec(base, OUT, spec), isolation, iptables);
  }

  /** Makes the hosts of what was compiled. */
  static Scene of(Path base, Compiled compiled, Lab.Isolation isolation, Lab.Iptables iptables)
      throws IOException {
    Needs.root("ip", "bridge", "iptables-restore", "ipset", "sysctl", "unshare", "nsenter");
    return new Scene(
        compiled,
        Lab.start(compiled.cluster(), compiled.plan().routerTable(), base, isolation, iptables));
  }

  /** Makes the hosts in the small machine; what is in the base folder is there too. */
  static Scene inMachine(Path base, Compiled compiled) throws IOException, InterruptedException {
    return new Scene(
        compiled,
        Lab.start(compiled.cluster(), compiled.plan().routerTable(), base, Machine.get()));
  }

  /** Applies on all hosts at once. */
  void apply() {
    lab.everywhere(OUT, "apply.sh");
  }

  /** Everything that must hold holds: pods, full-size packets, services, node ports, the world outside. */
  void packetsArrive(int podMtu) {
    Expectations expected = lab.serve();
    List<Check> checks = new ArrayList<>(expected.podsAreReached());
    checks.addAll(expected.nodesAreReached());
    checks.addAll(expected.fullSizePackets(podMtu));
    checks.addAll(expected.clusterIpsAnswer());
    checks.addAll(expected.nodePortsAnswer());
    checks.addAll(expected.worldIsReached());
    List<String> failures = lab.failures(checks);

    assertThat(failures.stream().limit(20).toList())
        .as("%d of %d checks failed", failures.size(), checks.size())
        .isEmpty();
  }

  /** Applying again changes nothing at all, and verify agrees. */
  void secondApplyChangesNothing() {
    Map<String, HostView> before = lab.view(lab.nodes());
    lab.watch(lab.nodes());
    List<Lab.Run> again = lab.everywhere(OUT, "apply.sh");

    assertThat(lab.seen()).as("changes that the kernel announced").isEmpty();
    Map<String, HostView> after = lab.view(lab.nodes());
    for (String node : lab.nodes()) {
      assertThat(before.get(node).differences(after.get(node))).as(node).isEmpty();
      assertThat(before.get(node).countersLost(after.get(node))).as(node).isEmpty();
    }
    assertThat(again)
        .allSatisfy(r -> assertThat(NO_SERVER.matcher(r.err()).replaceAll("")).isEmpty());
    lab.everywhere(OUT, "verify.sh");
  }

  /** After teardown every host is as it was. */
  void teardownLeavesNothing(Map<String, HostView> bare) {
    lab.everywhere(OUT, "teardown.sh");
    hostsAre(bare);
  }

  /** Every host is as in these views; interfaces may have other numbers. */
  void hostsAre(Map<String, HostView> expected) {
    Map<String, HostView> now = lab.view(expected.keySet());
    expected.forEach((node, view) ->
        assertThat(view.differencesButNumbers(now.get(node))).as(node).isEmpty());
  }

  @Override
  public void close() {
    lab.close();
  }
}
