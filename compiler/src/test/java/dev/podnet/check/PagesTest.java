package dev.podnet.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.PolicyCode;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.diagnostics.TextFormat;
import dev.podnet.diagnostics.TopologyCode;
import dev.podnet.resolve.ResolveInput;
import dev.podnet.resolve.Resolver;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.SpecParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example on the page of each rule breaks that rule, and no other one as gravely. */
class PagesTest {

  private static final Pattern EXAMPLE = Pattern.compile("```podnet\n(.*?)```", Pattern.DOTALL);

  static Stream<Code> codes() {
    ServiceCode[] services = {
      ServiceCode.SOURCE_RANGES_FAMILY,
      ServiceCode.CONTAINER_PORT_NAME_TWICE,
      ServiceCode.ENDPOINT_IN_SERVICE_RANGE
    };
    return Stream.of(AddressCode.values(), TopologyCode.values(), PolicyCode.values(), services)
        .flatMap(Stream::of);
  }

  private static Path page(Code code) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs/diagnostics"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs/diagnostics/" + code.id() + ".md");
  }

  private static List<Diagnostic> check(String text) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = new SourceFile("t.podnet", text);
    Resolver.resolve(
            new ResolveInput(
                List.of(SpecParser.parse(file, diagnostics)),
                List.of(),
                List.of(),
                Optional.empty(),
                "default"),
            diagnostics)
        .ifPresent(cluster -> {
          String name = cluster.settings().fabric().name().value();
          int overhead = name.equals("vxlan") ? 70 : 0;
          int least = cluster.segments().stream().mapToInt(s -> s.mtu()).min().orElse(1500);
          Map<String, Integer> mtus = new TreeMap<>();
          cluster.nodes().forEach(n -> mtus.put(n.name(), least - overhead));
          FabricFacts facts = new FabricFacts(name, name.equals("host-gw"), mtus);
          Checker.check(cluster, Optional.of(facts), diagnostics);
        });
    return diagnostics.sorted();
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
    return String.join("\n", parts);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void theExampleOfAPageBreaksItsRule(Code code) throws IOException {
    Matcher matcher = EXAMPLE.matcher(Files.readString(page(code)));
    assertThat(matcher.find()).as("an example on the page of %s", code.id()).isTrue();
    List<Diagnostic> found = check(completed(matcher.group(1)));
    List<String> ids = found.stream().map(d -> d.code().id()).toList();
    assertThat(ids).contains(code.id());
    assertThat(found.stream()
            .filter(d -> d.severity() == Severity.ERROR)
            .map(d -> d.code().id() + " " + d.message()))
        .allMatch(f -> f.startsWith(code.id()));
  }

  @Test
  void theContractsExampleIsShownAsTheContractShowsIt() {
    String text = """
        # shop.podnet: three hosts in two racks.
        cluster shop {
          podCIDR 10.244.0.0/16
        }
        segment rack-a 192.168.1.0/24

        node n1 {
          address 192.168.1.11
          podCIDR 10.244.0.0/23
        }

        node n2 {
          address 192.168.1.12
          podCIDR 10.244.1.0/24
        }
        """;
    String shown = new TextFormat(false).format(check(text));
    assertThat(shown).isEqualTo("""
            error[PN2003]: pod CIDR 10.244.1.0/24 of node n2 overlaps that of node n1
              --> t.podnet:14:11
               |
            14 |   podCIDR 10.244.1.0/24
               |           ^^^^^^^^^^^^^ the same addresses as 10.244.0.0/23
               |
              ::: t.podnet:9:11
               |
             9 |   podCIDR 10.244.0.0/23
               |           ------------- n1 has them here
               = help: the next free pod CIDR is 10.244.2.0/24: write `podCIDR 10.244.2.0/24`, or leave `podCIDR` out
               = help: `podnet explain PN2003`
            """);
  }
}
