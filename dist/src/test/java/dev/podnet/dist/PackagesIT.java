package dev.podnet.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages, used as one who has nothing else of podnet uses them. */
class PackagesIT {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path EXAMPLE =
      Path.of("../examples/quickstart").toAbsolutePath().normalize();
  private static final Path GOLDEN =
      Path.of("../golden/quickstart").toAbsolutePath().normalize();

  @TempDir
  Path temporary;

  private Path folder;

  @BeforeEach
  void makeFolderWithABlank() throws IOException {
    folder = Files.createDirectory(temporary.resolve("a folder"));
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    environment.put("MANWIDTH", "80");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said;
  }

  private static Path built(String ending) throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      List<Path> found = files
          .filter(f -> f.getFileName().toString().matches("podnet[-_]\\d.*" + ending))
          .toList();
      assertThat(found).as("the one *%s in %s", ending, TARGET).hasSize(1);
      return found.get(0);
    }
  }

  private void compilesTheExample(String... program) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of("compile", EXAMPLE.toString(), "-o", "out"));
    assertThat(run(command)).startsWith("compiled 3 nodes, ");
    for (String file : List.of("podnet.json", "nodes/n1/apply.sh", "cluster/services.v4.rules")) {
      assertThat(folder.resolve("out").resolve(file)).hasSameBinaryContentAs(GOLDEN.resolve(file));
    }
  }

  @Test
  void theJarRunsByItself() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    compilesTheExample(java.toString(), "-jar", built("\\.jar").toString());
  }

  @Test
  void theJarHasEveryBackendAndEveryLicense() throws Exception {
    try (ZipFile jar = new ZipFile(built("\\.jar").toFile())) {
      String services = "META-INF/services/dev.podnet.spi.Backend";
      assertThat(text(jar, services).lines().sorted())
          .containsExactlyElementsOf(
              Files.readString(Path.of("../backends/src/main/resources").resolve(services))
                  .lines()
                  .filter(l -> !l.isBlank() && !l.startsWith("#"))
                  .sorted()
                  .toList());
      assertThat(jar.getEntry("META-INF/services/org.apfloat.spi.BuilderFactory"))
          .isNotNull();
      String copyright = text(jar, "META-INF/copyright");
      try (Stream<Path> libraries = Files.list(Path.of("../cli/target/lib"))) {
        assertThat(libraries.map(l -> l.getFileName().toString().replaceAll("-\\d.*", "")))
            .filteredOn(l -> !l.startsWith("podnet-"))
            .isNotEmpty()
            .allMatch(l -> copyright.contains("podnet.jar/" + l));
      }
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      for (String license : List.of("EPL-2.0.md", "BSD-3-Clause-antlr.txt", "MIT-apfloat.txt")) {
        assertThat(jar.getEntry("META-INF/licenses/" + license)).as(license).isNotNull();
      }
    }
  }

  private static String text(ZipFile jar, String name) throws IOException {
    return new String(
        jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theTarballRunsWhereverItIs() throws Exception {
    run(List.of("tar", "xzf", built("\\.tar\\.gz").toString(), "--strip-components=1"));
    Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("bin/podnet"));
    compilesTheExample("./linked");
    // The first run leaves what the second one starts sooner with.
    try (Stream<Path> cache = Files.list(folder.resolve("cache/podnet"))) {
      assertThat(cache.map(f -> f.getFileName().toString()))
          .singleElement()
          .asString()
          .endsWith(".jsa");
    }
    compilesTheExample("bin/podnet");
  }

  @Test
  void theDebianPackageHasEverythingInItsPlace() throws Exception {
    String deb = built("\\.deb").toString();
    assertThat(run(List.of("dpkg-deb", "--field", deb, "Package", "Architecture")))
        .contains("Package: podnet", "Architecture: all");
    assertThat(run(List.of("dpkg-deb", "--contents", deb)).lines())
        .allMatch(l -> l.contains(" root/root "), "belongs to root")
        .anyMatch(l -> l.startsWith("-rwxr-xr-x") && l.endsWith(" ./usr/bin/podnet"))
        .anyMatch(l -> l.startsWith("-rw-r--r--") && l.endsWith(" ./usr/share/podnet/podnet.jar"))
        .noneMatch(l -> l.substring(0, 10).matches("d?.{4}w.*|.{8}w."));
    run(List.of("dpkg-deb", "--extract", deb, "."));
    compilesTheExample("usr/bin/podnet");
    assertThat(folder.resolve("usr/share/doc/podnet/copyright")).exists();
    assertThat(folder.resolve("usr/share/zsh/vendor-completions/_podnet")).exists();
    assertThat(folder.resolve("usr/share/fish/vendor_completions.d/podnet.fish"))
        .exists();
    assertThat(run(List.of(
            "bash",
            "-c",
            "source usr/share/bash-completion/completions/podnet; COMP_WORDS=(podnet com);"
                + " COMP_CWORD=1; _complete_podnet; printf '%s\\n' \"${COMPREPLY[@]}\"")))
        .contains("compile");
  }

  @Test
  void thePagesAreWellFormedAndSayWhatTheHelpSays() throws Exception {
    run(List.of("dpkg-deb", "--extract", built("\\.deb").toString(), "."));
    try (Stream<Path> pages = Files.list(folder.resolve("usr/share/man/man1"))) {
      List<Path> all = pages.sorted().toList();
      assertThat(all).hasSizeGreaterThan(4);
      for (Path page : all) {
        String said = run(List.of(
            "bash",
            "-c",
            "man --warnings=w -l \"$1\" 2>&1 >/dev/null | cat",
            "-",
            page.toString()));
        assertThat(said).as("warnings of man about %s", page.getFileName()).isEmpty();
      }
    }
    String page = run(List.of("man", "-l", "usr/share/man/man1/podnet-compile.1.gz"));
    assertThat(page)
        .contains("podnet-compile - compiles the inputs into a folder", "--output OUT", "EXAMPLES")
        .contains("podnet compile shop.podnet -o build/shop\n");
  }
}
