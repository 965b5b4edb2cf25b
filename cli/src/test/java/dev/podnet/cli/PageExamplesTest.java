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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page of a code shows as an example brings that code about, with the real backends. */
class PageExamplesTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("```(podnet|yaml)\n(.*?)```", Pattern.DOTALL);

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

  /** Pages about files and folders, rather than about what stands in them, have none. */
  private static boolean hasExample(Path page) {
    try {
      return EXAMPLE.matcher(Files.readString(page)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an example leaves out because it is about something else. */
  private static String completed(String example) {
    List<String> parts = new ArrayList<>(List.of(example));
    if (!example.contains("cluster ")) {
      parts.add("cluster shop");
    }
    if (!example.contains("node ") && !example.contains("nodes ")) {
      parts.add("node n1 { address 192.168.1.11 }");
    }
    return String.join("\n", parts) + "\n";
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theExampleBringsTheCodeAbout(Path page) throws IOException {
    String code = page.getFileName().toString().replace(".md", "");
    Matcher example = EXAMPLE.matcher(Files.readString(page));
    assertThat(example.find()).isTrue();
    boolean manifest = example.group(1).equals("yaml");
    Files.writeString(folder.resolve("spec.podnet"), completed(manifest ? "" : example.group(2)));
    List<String> inputs = new ArrayList<>(List.of("spec.podnet"));
    if (manifest) {
      Files.writeString(folder.resolve("manifest.yaml"), example.group(2));
      inputs.add("manifest.yaml");
    }
    Compilation compilation = new Compiler(Backends.load(getClass().getClassLoader()))
        .check(CompileOptions.of(folder, inputs.toArray(String[]::new)));
    assertThat(compilation.diagnostics().stream().map(Diagnostic::code).map(c -> c.id()))
        .as("what the example on the page of %s brings about", code)
        .contains(code);
  }
}
