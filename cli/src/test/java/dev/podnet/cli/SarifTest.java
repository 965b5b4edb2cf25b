package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SarifTest {

  private static final String WRONG = """
      cluster c
      # 😀
      node n1 { address 192.168.1.11; podCIDR 10.244.0.0/23 }
      node n2 { address 192.168.1.12; podCIDR 10.244.1.0/24 }
      """;

  @TempDir
  Path folder;

  private JsonObject run(Path where, String... arguments) {
    Run run = Run.in(where, arguments);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    JsonObject log = run.json();
    assertThat(log.get("version").getAsString()).isEqualTo("2.1.0");
    assertThat(log.getAsJsonArray("runs")).hasSize(1);
    return log.getAsJsonArray("runs").get(0).getAsJsonObject();
  }

  private static JsonObject result(JsonObject run, String code) {
    for (var r : run.getAsJsonArray("results")) {
      if (r.getAsJsonObject().get("ruleId").getAsString().equals(code)) {
        return r.getAsJsonObject();
      }
    }
    throw new AssertionError("no " + code + " in " + run);
  }

  private static JsonObject physical(JsonObject of) {
    return of.getAsJsonObject("physicalLocation");
  }

  @Test
  void aFindingHasItsRuleItsPlacesAndPathsFromTheRepositorysTop() throws IOException {
    Files.createDirectory(folder.resolve(".git"));
    Path inside = Files.createDirectories(folder.resolve("a b/net"));
    Files.writeString(inside.resolve("s.podnet"), WRONG);
    JsonObject run = run(inside, "check", "s.podnet", "--format", "sarif");
    JsonObject result = result(run, "PN2003");
    assertThat(result.get("level").getAsString()).isEqualTo("error");
    JsonArray rules = run.getAsJsonObject("tool").getAsJsonObject("driver").getAsJsonArray("rules");
    JsonObject rule = rules.get(result.get("ruleIndex").getAsInt()).getAsJsonObject();
    assertThat(rule.get("id").getAsString()).isEqualTo("PN2003");
    assertThat(rule.get("name").getAsString()).isEqualTo("PodCidrOverlap");
    assertThat(rule.getAsJsonObject("help").get("markdown").getAsString()).startsWith("# PN2003");
    assertThat(rule.getAsJsonObject("fullDescription").get("text").getAsString())
        .isNotBlank()
        .doesNotContain("\n", "#");
    JsonObject place = physical(result.getAsJsonArray("locations").get(0).getAsJsonObject());
    assertThat(place.getAsJsonObject("artifactLocation").get("uri").getAsString())
        .isEqualTo("a%20b/net/s.podnet");
    assertThat(place.get("region").toString())
        .isEqualTo("{\"startLine\":4,\"startColumn\":41,\"endLine\":4,\"endColumn\":54}");
    JsonObject related = result.getAsJsonArray("relatedLocations").get(0).getAsJsonObject();
    assertThat(physical(related).getAsJsonObject("region").get("startLine").getAsInt())
        .isEqualTo(3);
    assertThat(Run.in(inside, "check", "s.podnet", "--format", "github").out())
        .contains(
            "::error file=a b/net/s.podnet,line=4,endLine=4,col=41,endColumn=54,title=PN2003::");
  }

  @Test
  void columnsCountUtf16Units() throws IOException {
    Files.writeString(
        folder.resolve("s.podnet"), "cluster c\nnamespace x { pod a { container \"😀\" } }\n");
    JsonObject run = run(folder, "check", "s.podnet", "--format", "sarif");
    assertThat(run.get("columnKind").getAsString()).isEqualTo("utf16CodeUnits");
    JsonObject result = run.getAsJsonArray("results").get(0).getAsJsonObject();
    assertThat(physical(result.getAsJsonArray("locations").get(0).getAsJsonObject())
            .get("region")
            .toString())
        .isEqualTo("{\"startLine\":2,\"startColumn\":33,\"endLine\":2,\"endColumn\":37}");
  }

  @Test
  void aFingerprintStaysWhenLinesMoveAndTwoFindingsHaveTwo() throws IOException {
    Path spec = Files.writeString(folder.resolve("s.podnet"), WRONG);
    String before = prints(run(folder, "check", "s.podnet", "--format", "sarif"));
    Files.writeString(spec, "# a line\n\n" + WRONG.replace("node n2", "  node n2"));
    assertThat(prints(run(folder, "check", "s.podnet", "--format", "sarif"))).isEqualTo(before);
    Files.writeString(spec, "cluster c\nnod n1\nnod n1\n");
    JsonArray results =
        run(folder, "check", "s.podnet", "--format", "sarif").getAsJsonArray("results");
    assertThat(results.asList().stream()
            .map(r -> r.getAsJsonObject().get("partialFingerprints").toString()))
        .hasSizeGreaterThan(1)
        .doesNotHaveDuplicates();
  }

  private static String prints(JsonObject run) {
    StringBuilder all = new StringBuilder();
    run.getAsJsonArray("results")
        .forEach(r -> all.append(r.getAsJsonObject().get("partialFingerprints")).append('\n'));
    return all.toString();
  }

  @Test
  void whatIsNoFileHasNoPlace() throws IOException {
    Files.writeString(folder.resolve("s.podnet"), Run.SPEC);
    JsonObject run =
        run(folder, "check", "s.podnet", "--set", "cluster.mtu=x", "--format", "sarif");
    assertThat(run.getAsJsonArray("results").get(0).getAsJsonObject().getAsJsonArray("locations"))
        .isEmpty();
    assertThat(Run.in(folder, "check", "s.podnet", "--set", "cluster.mtu=x", "--format", "github")
            .out())
        .startsWith("::error title=PN");
  }

  @Test
  void standardOutputHoldsTheLogAlone() throws IOException {
    Files.writeString(folder.resolve("s.podnet"), Run.SPEC);
    for (String[] arguments : new String[][] {
      {"check", "s.podnet", "--explain-defaults"},
      {"compile", "s.podnet", "-o", "out"},
      {"trace", "s.podnet", "--from", "world", "--to", "192.168.1.11"},
      {"fmt", "s.podnet"},
      {"diff", "s.podnet", "out"},
      {"explain", "out/nodes/n1/network.ip:1"},
      {"explain", "node", "n1", "s.podnet"},
      {"explain", "PN2003"}
    }) {
      String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
      all[all.length - 2] = "--format";
      all[all.length - 1] = "sarif";
      Run run = Run.in(folder, all);
      assertThat(run.status()).isZero();
      assertThat(
              run.json().getAsJsonArray("runs").get(0).getAsJsonObject().getAsJsonArray("results"))
          .isEmpty();
    }
  }
}
