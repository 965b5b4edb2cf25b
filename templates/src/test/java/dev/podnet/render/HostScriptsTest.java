package dev.podnet.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The host scripts on hosts that are network namespaces: each test is a bash script below {@code host/}, run in a
 * network, mount and process namespace of its own, so that nothing of the machine is touched and nothing is left.
 *
 * <p>Tests that let commands fail or be killed take some of all the commands a run calls, by a seed:
 * {@code -Dpodnet.host.points=N} takes N of them, {@code all} takes all, and {@code -Dpodnet.host.seed=N} repeats a
 * choice. Every script prints its choice.
 */
@Execution(ExecutionMode.CONCURRENT)
class HostScriptsTest {

  private static final Path SCRIPTS =
      Path.of("src/test/resources/dev/podnet/render/host").toAbsolutePath();
  private static final String POINTS = System.getProperty("podnet.host.points");
  private static final long SEED = Long.getLong("podnet.host.seed", 19_799);

  @TempDir
  private Path folder;

  @BeforeAll
  static void isRootOnLinux() throws IOException {
    int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assertThat(uid).as("kernel tests make network namespaces: run them as root").isZero();
  }

  @ParameterizedTest
  @CsvSource({"killed,bare,nft,3", "killed,newer,legacy,2"})
  void aRunKilledAtAnyCommandIsFinishedByTheNext(
      String script, String scenario, String variant, String points) throws Exception {
    run(script, variant, withRoutesMeanwhile(scenario, points));
  }

  @ParameterizedTest
  @CsvSource({"failing,bare,legacy,5", "failing,newer,nft,5"})
  void aRunOfWhichAnyCommandFailsIsTakenBack(
      String script, String scenario, String variant, String points) throws Exception {
    run(script, variant, withRoutesMeanwhile(scenario, points));
  }

  /** On a bare host the few routes there are take the way of the many: beside all that follows them. */
  private static Map<String, String> withRoutesMeanwhile(String scenario, String points) {
    return Map.of("SCENARIO", scenario, "POINTS", points(points), "PODNET_MANY", "0");
  }

  /** The record is sorted before and after the steps: one that was half written named nothing to take back. */
  @Test
  void aRecordThatCannotBeWrittenIsTheOneOfBefore() throws Exception {
    run("failing", "nft", Map.of("SCENARIO", "bare", "POINTS", "0", "ALWAYS", "sort"));
  }

  @Test
  void runsAtOnceSignalsAndOtherClustersDoNoHarm() throws Exception {
    run("together", "nft", Map.of());
  }

  @Test
  void flowsAreServedByWhatIsThereAndConnectionsStay() throws Exception {
    run("connections", "nft", Map.of());
  }

  @Test
  void oddPlacesAndEnvironmentsMakeNoDifference() throws Exception {
    run("odd", "nft", Map.of());
  }

  @Test
  void afterARebootAllIsMadeAgain() throws Exception {
    run("rebooted", "nft", Map.of());
  }

  @Test
  void nodesChangeTheirShares() throws Exception {
    run("shares", "nft", Map.of());
  }

  @Test
  void podsChangeNodeOnOneMachineInAnyOrder() throws Exception {
    run("moved", "nft", Map.of("POINTS", points("2")));
  }

  @Test
  void whatIsNotConfirmedIsTakenBack() throws Exception {
    run("confirm", "legacy", Map.of());
  }

  /** With the kernel's count of changes to nftables, and without. */
  @ParameterizedTest
  @ValueSource(strings = {"perl", "none"})
  void everyKindOfDamageIsFoundAndMended(String perl) throws Exception {
    run("damaged", "nft", Map.of("PODNET_PERL", perl));
  }

  @ParameterizedTest
  @CsvSource({"nft,perl", "legacy,perl"})
  void fewChangesAreMadeWhoeverTouchedTheHost(String variant, String perl) throws Exception {
    run("few", variant, Map.of("PODNET_PERL", perl));
  }

  @Test
  void whatIsInTheWayIsToldBeforeAnythingChanges() throws Exception {
    run("obstacles", "nft", Map.of());
  }

  @Test
  void aNewerCompileTouchesOnlyWhatDiffers() throws Exception {
    run("newer", "legacy", Map.of());
  }

  @Test
  void aLargeClusterTakesItsTimeOnlyOnce() throws Exception {
    run("large", "nft", Map.of());
  }

  @Test
  void partsAreAppliedAlone() throws Exception {
    run("parts", "nft", Map.of());
  }

  @ParameterizedTest
  @MethodSource("awks")
  void aBareHostBecomesWhatTheFilesSayAndBackWithEveryAwk(Path awk) throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("awk"), awk);
    String path = folder + ":" + System.getenv("PATH");
    String variant = awk.endsWith("mawk") ? "legacy" : "nft";
    try {
      run("converge", variant, Map.of("PATH", path, "PODNET_AWK", "awk"));
    } finally {
      Files.delete(link);
    }
  }

  static List<Path> awks() {
    List<Path> found = Stream.of("mawk", "gawk", "busybox", "original-awk")
        .map(name -> Path.of("/usr/bin", name))
        .filter(Files::isExecutable)
        .toList();
    assertThat(found)
        .as("dev/setup test installs mawk and gawk")
        .contains(Path.of("/usr/bin/mawk"), Path.of("/usr/bin/gawk"));
    return found;
  }

  private static String points(String usual) {
    return POINTS == null ? usual : POINTS;
  }

  private void run(String script, String variant, Map<String, String> settings) throws Exception {
    Path output = Files.createTempFile(folder, script, ".out");
    ProcessBuilder builder = new ProcessBuilder(
        "unshare",
        "--net",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        "bash",
        SCRIPTS.resolve(script + ".sh").toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("TOOLS_VARIANT", variant);
    environment.put("SEED", String.valueOf(SEED));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.MINUTES)) {
        fail("%s.sh %s did not end:%n%s", script, environment, Files.readString(output));
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue())
        .as("%s.sh %s:%n%s", script, environment, Files.readString(output))
        .isZero();
  }
}
