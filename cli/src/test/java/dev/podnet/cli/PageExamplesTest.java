package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.compile.Compiler;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.planning.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page of a code shows as an example brings that code about, with the real backends. */
class PageExamplesTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("```(podnet|yaml|keys)\n(.*?)```", Pattern.DOTALL);

  private static final String TWO_NODES =
      "node n1 { address 192.168.1.11 }\nnode n2 { address 192.168.1.12 }\n";

  /** Whose example lacks a cluster because that is the mistake. */
  private static final Set<String> ABOUT_THE_CLUSTER = Set.of("PN1001");

  /** Where the mistake is in names and bytes of files, which a page cannot show. */
  private static final String ABOUT_FILES = "PN9";

  /** Whose mistake is the size of the input: the page shows what it would look like. */
  private static final Set<String> TOO_LARGE_TO_SHOW = Set.of("PN0018", "PN0019");

  @TempDir
  Path folder;

  static Stream<Path> pages() throws IOException {
    Path top = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(top.resolve("docs/diagnostics"))) {
      top = top.getParent();
    }
    try (Stream<Path> files = Files.list(top.resolve("docs/diagnostics"))) {
      List<Path> sorted = files.filter(PageExamplesTest::hasExample).sorted().toList();
      return sorted.stream();
    }
  }

  private void write(List<String> inputs, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    inputs.add(name);
  }

  private static boolean hasExample(Path page) {
    String code = page.getFileName().toString().replace(".md", "");
    if (TOO_LARGE_TO_SHOW.contains(code) || code.startsWith(ABOUT_FILES)) {
      return false;
    }
    try {
      return EXAMPLE.matcher(Files.readString(page)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theExampleBringsTheCodeAbout(Path page) throws IOException {
    String code = page.getFileName().toString().replace(".md", "");
    List<String> inputs = new ArrayList<>();
    String text = Files.readString(page);
    Matcher example = EXAMPLE.matcher(text.split("\n## How to fix it", 2)[0]);
    boolean cluster = ABOUT_THE_CLUSTER.contains(code);
    boolean nodes = false;
    while (example.find()) {
      if (example.group(1).equals("keys")) {
        Files.writeString(folder.resolve("podnet.keys"), example.group(2));
        continue;
      }
      boolean spec = example.group(1).equals("podnet");
      String shown = example.group(2);
      cluster |= spec && shown.contains("cluster ");
      nodes |= spec && (shown.contains("node ") || shown.contains("nodes "));
      write(inputs, (inputs.size() + 1) + (spec ? ".podnet" : ".yaml"), shown);
    }
    if (!cluster) {
      // What an example leaves out because it is about something else.
      write(inputs, "rest.podnet", "cluster shop\n" + (nodes ? "" : TWO_NODES));
    }
    Compilation compilation = new Compiler(Backends.load(getClass().getClassLoader()))
        .compile(CompileOptions.of(folder, inputs.toArray(String[]::new)));
    assertThat(compilation.diagnostics().stream().map(Diagnostic::code).map(c -> c.id()))
        .as("what the example on the page of %s brings about", code)
        .contains(code);
  }
}
