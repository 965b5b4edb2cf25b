package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one node of a scene comes to whose scripts are killed, or whose tools fail. */
final class Convergence {

  private final Scene scene;
  private final String node;
  private final Map<String, HostView> bare;
  private Map<String, HostView> done;

  private Convergence(Scene scene, String node) {
    this.scene = scene;
    this.node = node;
    this.bare = scene.lab.view(List.of(node));
  }

  /** For a node that is bare now. */
  static Convergence of(Scene scene, String node) {
    return new Convergence(scene, node);
  }

  /**
   * After a kill at any moment another apply ends as one that was not killed, and after a kill of teardown another one
   * leaves nothing.
   *
   * @param kills how many moments of apply's time, evenly spread
   * @param shift 0 or 1: these moments, or those between them
   */
  void afterKills(int kills, int shift) {
    Lab.Run whole = run("apply.sh");
    assertThat(whole.rc()).as(whole.toString()).isZero();
    done = withoutFiles(scene.lab.view(List.of(node)));
    run("teardown.sh");

    for (int i = 0; i < kills; i++) {
      int moment = whole.ms() * (2 * i + shift) / (2 * kills) + 1;
      Lab.Run killed = scene.lab.run(killed("apply.sh", moment, i));
      Lab.Run again = run("apply.sh");
      assertThat(again.rc()).as("after a kill at %d ms: %s", moment, again).isZero();
      assertSame(
          done, withoutFiles(scene.lab.view(List.of(node))), "apply killed at " + moment, killed);

      scene.lab.run(killed("teardown.sh", whole.ms() * i / (2 * kills) + 1, i));
      Lab.Run gone = run("teardown.sh");
      assertThat(gone.rc()).as("teardown after a kill of it: %s", gone).isZero();
      assertSame(bare, scene.lab.view(List.of(node)), "torn down after a kill", killed);
    }
  }

  /**
   * When a step of apply fails, the host is as it was. Needs {@link Faults#tools} in the base folder.
   *
   * @param first the first call that fails, counted from 1
   * @param every after how many calls the next one fails, in a run of its own
   */
  void afterFaults(int first, int every) {
    Lab.Run whole = scene.lab.run(Faults.job(Lab.script(Scene.OUT, node, "apply.sh"), 0));
    assertThat(whole.rc()).as(whole.toString()).isZero();
    int calls = Faults.calls(scene.lab, node);
    assertThat(calls).isGreaterThan(3);
    run("teardown.sh");

    for (int fails = first; fails <= calls; fails += every) {
      Lab.Run run = scene.lab.run(Faults.job(Lab.script(Scene.OUT, node, "apply.sh"), fails));
      assertThat(run.rc()).as("call %d of %d fails: %s", fails, calls, run).isEqualTo(1);
      assertThat(run.err()).as("call %d", fails).contains(Faults.MESSAGE);
      assertSame(bare, scene.lab.view(List.of(node)), "call " + fails + " failed", run);
    }
  }

  private Lab.Run run(String script) {
    return scene.lab.run(Lab.script(Scene.OUT, node, script));
  }

  /** Every second time with all it started, else the shell alone, whose children live on for a while. */
  private Lab.Job killed(String script, int ms, int round) {
    Lab.Job job = Lab.script(Scene.OUT, node, script);
    return new Lab.Job(node, job.argv(), Map.of(), ms, round % 2 == 0 ? "group" : "one");
  }

  private static void assertSame(
      Map<String, HostView> expected, Map<String, HostView> now, String when, Lab.Run killed) {
    expected.forEach((node, view) -> assertThat(view.differencesButNumbers(now.get(node)))
        .as("%s: %s\n%s", node, when, killed)
        .isEmpty());
  }

  private static Map<String, HostView> withoutFiles(Map<String, HostView> views) {
    Map<String, HostView> rest = new TreeMap<>();
    views.forEach((node, view) -> {
      TreeMap<String, List<String>> topics = new TreeMap<>(view.topics());
      topics.remove("files");
      rest.put(node, new HostView(topics));
    });
    return rest;
  }
}
