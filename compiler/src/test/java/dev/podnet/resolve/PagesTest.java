package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.AllocationCode;
import dev.podnet.diagnostics.AssertCode;
import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of each code of this stage has the code's title, and its example provokes it. */
class PagesTest {

  private static final Pattern BLOCK =
      Pattern.compile("```(podnet|yaml|json)\n(.*?)```", Pattern.DOTALL);

  /** What the checker says, not the resolver. */
  private static final Set<Code> OF_THE_CHECKER = Set.of(
      ServiceCode.SOURCE_RANGES_FAMILY,
      ServiceCode.CONTAINER_PORT_NAME_TWICE,
      ServiceCode.ENDPOINT_IN_SERVICE_RANGE);

  /** All codes of the resolver's enums. */
  static Stream<Code> codes() {
    return Stream.<Code[]>of(
            NameCode.values(), AllocationCode.values(), ServiceCode.values(), AssertCode.values())
        .flatMap(Stream::of)
        .filter(c -> !OF_THE_CHECKER.contains(c));
  }

  @ParameterizedTest
  @MethodSource("codes")
  void theExampleOfThePageProvokesTheCode(Code code) throws IOException {
    String page = Files.readString(Path.of("../docs/diagnostics", code.id() + ".md"));
    assertThat(page).startsWith("# " + code.id() + ": " + code.title() + "\n");
    assertThat(page).contains("## How to fix it");
    assertThat(page.lines().count()).isBetween(10L, 40L);
    List<Diagnostic> findings = resolve(page, code);
    assertThat(findings).extracting(f -> f.code().id()).contains(code.id());
  }

  private static List<Diagnostic> resolve(String page, Code code) {
    Resolved.Builder builder = new Resolved.Builder();
    Matcher matcher = BLOCK.matcher(page);
    boolean cluster = code == NameCode.NO_CLUSTER;
    boolean found = false;
    while (matcher.find()) {
      found = true;
      String text = matcher.group(2);
      switch (matcher.group(1)) {
        case "yaml" -> builder.manifest(text);
        case "json" -> {
          Diagnostics diagnostics = new Diagnostics();
          Lock.read(new SourceFile("podnet.lock", text), diagnostics);
          return diagnostics.sorted();
        }
        default -> {
          builder.spec(text);
          cluster |= text.startsWith("cluster");
        }
      }
    }
    assertThat(found).as("an example").isTrue();
    if (!cluster) {
      String nodes = page.contains("\nnode n1 {")
          ? ""
          : "node n1 { address 192.168.1.11 }\nnode n2 { address 192.168.1.12 }\n";
      builder.spec("cluster c { }\n" + nodes);
    }
    return builder.resolve().findings();
  }
}
