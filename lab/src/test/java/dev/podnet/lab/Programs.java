package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

/** Programs that go on in the pods of one host while other things happen to it. */
final class Programs {

  private final Scene scene;
  private final String host;

  private Programs(Scene scene, String host) {
    this.scene = scene;
    this.host = host;
  }

  /** On a host of a scene. */
  static Programs on(Scene scene, String host) {
    return new Programs(scene, host);
  }

  /** Runs a script in bash on the host. */
  Lab.Run bash(String script) {
    return scene.lab.run(Lab.job(host, "bash", "-c", script));
  }

  /** Runs a script of the host's folder in an output. */
  Lab.Run run(String out, String script, String... arguments) {
    return scene.lab.run(Lab.script(out, host, script, arguments));
  }

  /** Runs a program in a pod of the namespace default, which goes on when the job has ended. */
  void inPod(String pod, String python, String... arguments) {
    well(bash("cat >/run/" + pod + ".py <<'END'\n" + python + "END\n"
        + "ip netns exec default." + pod + " python3 /run/" + pod + ".py "
        + String.join(" ", arguments) + " >/run/" + pod + ".log 2>&1 </dev/null &"));
  }

  /** What a file holds, once it is there. */
  String content(String file) {
    Lab.Run run = bash("for i in {1..600}; do [[ ! -e " + file + " ]] || { cat " + file
        + "; exit 0; }; sleep 0.2; done; cat /run/*.log >&2; exit 1");
    well(run);
    return run.out();
  }

  /** That it ended well. */
  static void well(Lab.Run run) {
    assertThat(run.rc()).as(run.out() + run.err()).isZero();
  }
}
