package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.podnet.model.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second way: Debian's kernel in a machine of its own. */
@Tag("vm")
class SmallMachineTest {

  @TempDir
  Path base;

  @Test
  void theQuickstartWorksOnAnotherKernel() throws Exception {
    Needs.tools("qemu-system-x86_64", "cpio", "busybox", "apt-get", "dpkg-deb", "depmod");
    Path image = Path.of("target", "vm").toAbsolutePath();
    build(image);
    Compiled compiled = Compiled.example(base, Scene.OUT, "quickstart");
    Underlay underlay = new Underlay(compiled.cluster());
    Topology topology = underlay.topology();
    Expectations expected =
        new Expectations(compiled.cluster(), underlay.world(), addresses(compiled));
    List<Check> checks = new ArrayList<>(expected.podsAreReached());
    checks.addAll(expected.fullSizePackets(1500));
    checks.addAll(expected.clusterIpsAnswer());
    checks.addAll(expected.nodePortsAnswer());
    checks.addAll(expected.worldIsReached());

    Path job = Files.createDirectories(base.resolve("job"));
    Runner.unpack(job.resolve("runner"));
    copy(compiled.out(), job.resolve(Scene.OUT));
    Files.writeString(job.resolve("run"), "exec python3 -I -S -B runner . <commands\n");
    Files.write(
        job.resolve("commands"),
        List.of(
            Runner.command(
                "up",
                Map.of(
                    "isolation", "full", "bridges", topology.bridges(), "hosts", topology.hosts())),
            Runner.command("run", Map.of("jobs", jobs(compiled), "timeout", 120)),
            Runner.command("serve", Map.of("servers", expected.servers())),
            Runner.command(
                "probe",
                Map.of(
                    "probes",
                    checks.stream().map(c -> c.probe().toCommand()).toList(),
                    "timeout",
                    10))));

    List<JsonObject> answers;
    try (SmallMachine machine = SmallMachine.start(image)) {
      SmallMachine.Result result = machine.job(job, Duration.ofMinutes(3));
      assertThat(result.status()).as("%s", result.lines()).isZero();
      assertThat(result.lines()).noneMatch(l -> l.startsWith("KERNEL "));
      answers = result.lines().stream()
          .map(l -> JsonParser.parseString(l).getAsJsonObject())
          .toList();
    }
    answers.forEach(a -> Runner.checked("do this in the small machine", a));
    for (var run : answers.get(1).get("results").getAsJsonArray()) {
      assertThat(run.getAsJsonObject().get("rc").getAsInt())
          .as("apply: %s", run)
          .isZero();
    }
    JsonArray got = answers.get(3).get("results").getAsJsonArray();
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      checks.get(i).judge(Lab.counts(got.get(i).getAsJsonObject())).ifPresent(failures::add);
    }
    assertThat(failures).isEmpty();
  }

  private static void build(Path image) throws IOException, InterruptedException {
    Files.createDirectories(image);
    Path log = image.resolve("build.log");
    Process build = new ProcessBuilder("bash", "vm/build-image", image.toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    assertThat(build.waitFor()).as("vm/build-image: %s", Files.readString(log)).isZero();
  }

  private static List<Lab.Job> jobs(Compiled compiled) {
    return compiled.cluster().nodes().stream()
        .map(n -> Lab.script(Scene.OUT, n.name(), "apply.sh"))
        .toList();
  }

  /** The addresses of the nodes: of the underlay, and the first two of their pods' share for bridge and tunnel. */
  private static Map<String, Set<String>> addresses(Compiled compiled) {
    Map<String, Set<String>> all = new HashMap<>();
    for (Node node : compiled.cluster().nodes()) {
      Set<String> own = new LinkedHashSet<>();
      node.addresses().forEach(a -> own.add(a.value().toString()));
      node.podCidrs().forEach(c -> own.add(c.value().network().toString()));
      node.podCidrs().forEach(c -> own.add(c.value().nth(1).toString()));
      all.put(node.name(), own);
    }
    return all;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
