package dev.podnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder in {@code examples/} compiles to exactly what {@code golden/EXAMPLE/} holds, whatever the machine.
 *
 * <p>{@code -Dgolden.update=true} accepts what is written now.
 */
class ExamplesTest {

  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path EXAMPLES = MODULE.resolveSibling("examples");
  private static final Path WORK = MODULE.resolve("target/golden");

  /** The scripts every output holds a copy of. They are reviewed where they are written, so no golden repeats them. */
  private static final String SCRIPTS = "cluster/lib";

  private static final Path SCRIPT_SOURCES =
      MODULE.resolveSibling("templates/src/main/resources/dev/podnet/render/lib");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  /** Settings that have no business in an output, each unlike those of the machine that approved it. */
  private static final List<List<String>> MACHINES = List.of(
      List.of(
          "-Duser.language=tr",
          "-Duser.country=TR",
          "-Duser.timezone=Pacific/Chatham",
          "-Dfile.encoding=ISO-8859-1",
          "-Dline.separator=\r\n",
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:hashCode=2"),
      List.of(
          "-Duser.language=ar",
          "-Duser.country=EG",
          "-Duser.timezone=America/St_Johns",
          "-Djava.util.logging.config.file=none",
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:hashCode=3",
          "-XX:ActiveProcessorCount=1"));

  @TestFactory
  Stream<DynamicTest> everyExampleCompilesToItsGolden() throws IOException {
    return examples().stream()
        .map(e -> DynamicTest.dynamicTest(name(e), e.toUri(), () -> compare(e)));
  }

  @TestFactory
  Stream<DynamicTest> theMachineDoesNotShow() {
    return IntStream.range(0, MACHINES.size())
        .mapToObj(n -> DynamicTest.dynamicTest("machine " + n, () -> compareMachine(n)));
  }

  @Test
  void noGoldenIsLeftOfAnExampleThatIsGone() throws IOException {
    List<String> goldens =
        Tree.folders(MODULE, "podnet.json").stream().map(ExamplesTest::name).toList();

    assertThat(goldens).isEqualTo(examples().stream().map(ExamplesTest::name).toList());
  }

  @Test
  void everyExampleSaysWhatItShows() throws IOException {
    for (Path example : examples()) {
      assertThat(example.resolve("README.md")).content().contains("./podnet compile examples/");
    }
  }

  private static List<Path> examples() throws IOException {
    List<Path> found = Tree.folders(EXAMPLES, ".podnet");
    assertThat(found).as("folders with a spec in %s", EXAMPLES).isNotEmpty();
    return found;
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private static void compare(Path example) throws IOException {
    Path output = compile(example, WORK.resolve("now").resolve(name(example)));
    Path golden = MODULE.resolve(name(example));
    if (UPDATE) {
      Path again = compile(example, WORK.resolve("again").resolve(name(example)));
      assertThat(Tree.differences(output, again))
          .as("two compiles, one after the other")
          .isEmpty();
      Tree.replace(golden, output);
      Tree.delete(golden.resolve(SCRIPTS));
    }
    assertThat(Tree.differences(SCRIPT_SOURCES, output.resolve(SCRIPTS))).isEmpty();
    SortedMap<String, byte[]> written = Tree.of(output);
    written.keySet().removeIf(f -> f.startsWith(SCRIPTS + "/"));
    TreeSet<String> approved = new TreeSet<>(Tree.of(golden).keySet());
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : written.entrySet()) {
      if (!approved.remove(file.getKey())) {
        differences.add(file.getKey() + ": a file too many");
        continue;
      }
      Path received = WORK.resolve("received").resolve(name(example)).resolve(file.getKey());
      String difference =
          Approved.difference(golden.resolve(file.getKey()), received, file.getValue());
      if (!difference.isEmpty()) {
        differences.add(file.getKey() + ":\n" + difference);
      }
    }
    approved.forEach(f -> differences.add(f + ": a file too few"));
    assertThat(differences)
        .as("golden/%s and what is written now; see golden/README.md", name(example))
        .isEmpty();
  }

  private static Path compile(Path example, Path output) throws IOException {
    Files.createDirectories(output.getParent());
    Podnet run = Podnet.run("compile", example.toString(), "-o", output.toString());
    assertThat(run.status()).as("compile %s: %s", name(example), run.err()).isZero();
    return output;
  }

  /** All examples in one JVM with the settings of a machine: what one compile leaves behind must not show either. */
  private static void compareMachine(int number) throws Exception {
    Path there = WORK.resolve("there-" + number);
    Tree.delete(there);
    Files.createDirectories(there);
    List<List<String>> compiles = new ArrayList<>();
    for (Path example : examples()) {
      String input = there.relativize(example).toString();
      compiles.add(List.of("compile", input, "-o", name(example)));
    }
    Podnet run = Podnet.elsewhere(there, MACHINES.get(number), "", compiles);
    assertThat(run.status()).as(run.err()).isZero();
    for (Path example : examples()) {
      Path here = WORK.resolve("here-" + number).resolve(name(example));
      assertThat(Tree.differences(compile(example, here), there.resolve(name(example))))
          .as("%s compiled with %s", name(example), MACHINES.get(number))
          .isEmpty();
    }
  }
}
