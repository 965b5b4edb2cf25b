package dev.podnet.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Codes, their pages and their tests belong together. */
class CatalogueTest {

  /** The first digit of each enum's codes; two enums may share a range. */
  private static final Map<String, Integer> RANGES = Map.ofEntries(
      Map.entry("SyntaxCode", 0),
      Map.entry("NameCode", 1),
      Map.entry("AddressCode", 2),
      Map.entry("AllocationCode", 2),
      Map.entry("TopologyCode", 3),
      Map.entry("ProofCode", 3),
      Map.entry("ServiceCode", 4),
      Map.entry("PolicyCode", 5),
      Map.entry("SettingCode", 6),
      Map.entry("NameServiceCode", 6),
      Map.entry("TunnelCode", 6),
      Map.entry("BalancerCode", 6),
      Map.entry("ManifestCode", 7),
      Map.entry("AssertCode", 8),
      Map.entry("AssertProofCode", 8),
      Map.entry("CompilerCode", 9),
      Map.entry("ReviewCode", 9));

  private static final Pattern ID = Pattern.compile("PN[0-9]{4}");
  private static final Path ROOT = root();
  private static final Path PAGES = ROOT.resolve("docs/diagnostics");

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs/diagnostics"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static List<Code> codes() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Code.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Code> codes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file :
          files.filter(f -> f.toString().endsWith("Code.class")).sorted().toList()) {
        String name = classes.relativize(file).toString().replace('/', '.').replace('\\', '.');
        codes.addAll(constants(name.substring(0, name.length() - ".class".length())));
      }
    }
    return codes;
  }

  private static List<Code> constants(String className) {
    try {
      Class<?> type = Class.forName(className);
      return type.isEnum() && Code.class.isAssignableFrom(type)
          ? Stream.of(type.getEnumConstants()).map(Code.class::cast).toList()
          : List.of();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void idsAreUniqueAndInTheRangeOfTheirEnum() throws Exception {
    SortedMap<String, Code> byId = new TreeMap<>();
    for (Code code : codes()) {
      assertThat(code.id()).matches(ID);
      assertThat(byId.put(code.id(), code)).as("the other %s", code.id()).isNull();
      String owner = ((Enum<?>) code).getDeclaringClass().getSimpleName();
      assertThat(RANGES).containsKey(owner);
      assertThat(code.id().charAt(2) - '0').as(code.id()).isEqualTo(RANGES.get(owner));
      assertThat(code.title()).isNotBlank().doesNotEndWith(".").doesNotContain("\n");
    }
    assertThat(byId).isNotEmpty();
  }

  @Test
  void everyCodeHasAPageWithItsTitle() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Code code : codes()) {
      Path page = PAGES.resolve(code.id() + ".md");
      String title = Files.exists(page) ? Files.readAllLines(page).get(0) : "no page";
      if (!title.equals("# " + code.id() + ": " + code.title())) {
        wrong.add(code.id() + " (" + code.title() + "): " + title);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPageHasACode() throws Exception {
    List<String> ids = codes().stream().map(c -> c.id() + ".md").toList();
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(p -> p.getFileName().toString())).isSubsetOf(ids);
    }
  }

  @Test
  void everyCodeIsInSomeTest() throws Exception {
    StringBuilder tests = new StringBuilder();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path folder :
          modules.map(m -> m.resolve("src/test")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.filter(CatalogueTest::isText).toList()) {
            tests.append(Files.readString(file)).append('\n');
          }
        }
      }
    }
    Matcher words = Pattern.compile("PN[0-9]{4}|[A-Z][A-Z0-9_]{3,}").matcher(tests);
    List<String> mentioned = words.results().map(r -> r.group()).distinct().toList();
    List<String> untested = codes().stream()
        .filter(c -> !mentioned.contains(c.id()) && !mentioned.contains(((Enum<?>) c).name()))
        .map(c -> c.id() + " " + ((Enum<?>) c).name())
        .toList();
    assertThat(untested).isEmpty();
  }

  private static boolean isText(Path file) {
    String name = file.toString();
    return Files.isRegularFile(file)
        && Stream.of(".java", ".txt", ".podnet", ".yaml", ".json", ".expected", ".md")
            .anyMatch(name::endsWith);
  }
}
