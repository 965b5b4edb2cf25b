package dev.podnet.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecParserTest {

  private final Diagnostics sink = new Diagnostics();

  private SpecFile spec(String text) {
    return SpecParser.parse(new SourceFile("spec.podnet", text), sink);
  }

  @Test
  void theSampleOfTheLanguageReads() throws IOException {
    String text;
    try (InputStream in = SpecParserTest.class.getResourceAsStream("shop.podnet")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    SpecFile spec = spec(text);

    assertThat(sink.sorted()).isEmpty();
    assertThat(spec.statements()).hasSize(9);
  }

  @Test
  void everyExampleOfTheReferenceReads() throws IOException {
    String[] parts = Files.readString(Path.of("../docs/language.md")).split("```podnet\n");

    assertThat(parts.length).isGreaterThan(15);
    for (int i = 1; i < parts.length; i++) {
      spec(parts[i].split("```")[0]);
    }
    assertThat(sink.sorted()).isEmpty();
  }

  @Test
  void valuesKnowTheirPlaces() {
    SpecFile spec = spec("# 😀\ncluster shop {\n  podCIDR 10.0.0.0/16,\n    fd00::/48\n}");

    Statement.ClusterDecl cluster = (Statement.ClusterDecl) spec.statements().get(0);
    assertThat(cluster.name().span()).hasToString("spec.podnet:2:9");
    assertThat(cluster.span().text()).startsWith("cluster").endsWith("}");
    ClusterItem.PodCidr pods = (ClusterItem.PodCidr) cluster.items().get(0);
    assertThat(pods.cidrs().get(1).span()).hasToString("spec.podnet:4:5");
    assertThat(pods.span().text()).isEqualTo("podCIDR 10.0.0.0/16,\n    fd00::/48");
  }

  @Test
  void statementsAroundAWrongOneAreKept() {
    SpecFile spec = spec("""
        cluster a {
          podCIDR 10.0.0.300/16
          mtu 1500
        }
        frobnicate { x }
        node n1 extra { address 10.0.0.1; asn x; unschedulable }
        namespase b { pod c; pod D; pod e }
        """);

    assertThat(TreeText.of(spec)).isEqualTo("""
        ClusterDecl name=a
          Mtu mtu=1500
        NodeDecl name=n1
          Address from=false addresses=[10.0.0.1]
          Unschedulable
        NamespaceDecl name=b
          PodDecl name=c on=[] items=[]
          PodDecl name=e on=[] items=[]
        """);
    assertThat(sink.errorCount()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "proxyMode ipvs, Choice role=PROXY_MODE name=ipvs settings=[]",
        "mtu 1400, Mtu mtu=1400",
        "'podCIDR 10.0.0.0/8, fd00::/48', 'PodCidr cidrs=[10.0.0.0/8,fd00::/48]'",
        "masquerade off, Toggle option=MASQUERADE on=false"
      })
  void oneStatementOfAClusterReads(String text, String tree) {
    Optional<ClusterItem> item = SpecParser.parseClusterItem(new SourceFile("--set", text), sink);

    assertThat(sink.sorted()).isEmpty();
    assertThat(TreeText.of((Record) item.orElseThrow()).strip()).isEqualTo(tree);
  }

  @ParameterizedTest
  @CsvSource({
    "'', PN0004",
    "proxymode ipvs, PN0002",
    "frob x, PN0002",
    "mtu, PN0004",
    "mtu 1500; mtu 1400, PN0005",
    "mtu 1500 1400, PN0005",
    "mtu x, PN0024",
    "'mtu 1\nmtu 2', PN0005",
    "}, PN0004",
    "mtu {, PN0008",
    "node n1, PN0003"
  })
  void aWrongStatementOfAClusterIsRefused(String text, String code) {
    SpecParser.parseClusterItem(new SourceFile("--set", text), sink);

    assertThat(sink.sorted()).extracting(d -> d.code().id()).contains(code);
  }

  @ParameterizedTest
  @CsvSource({
    "default/web-1, OfPod namespace=default name=web-1",
    "service default/web, OfService namespace=default name=web",
    "node n1, OfNode name=n1",
    "namespace shop, OfNamespace name=shop",
    "world, World",
    "10.0.0.1, OfAddress address=10.0.0.1",
    "fd00::1, OfAddress address=fd00::1"
  })
  void oneEndOfATraceReads(String text, String tree) {
    Optional<Party> party = SpecParser.parseParty(new SourceFile("--from", text), sink);

    assertThat(sink.sorted()).isEmpty();
    assertThat(TreeText.of((Record) party.orElseThrow()).strip()).isEqualTo(tree);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "web",
        "service",
        "default/web extra",
        "{",
        "}",
        "a;b",
        "\"x\"",
        "a->b",
        "service web",
        "node",
        "10.0.0.300",
        "default/web:80",
        "\n\nx",
        "default/web\nx"
      })
  void aWrongEndOfATraceIsRefused(String text) {
    Optional<Party> party = SpecParser.parseParty(new SourceFile("--from", text), sink);

    assertThat(party).isEmpty();
    assertThat(sink.sorted())
        .isNotEmpty()
        .extracting(Diagnostic::code)
        .allMatch(SyntaxCode.class::isInstance);
  }
}
