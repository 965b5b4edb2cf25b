package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  private static final String WARNING =
      "namespace x { service lonely { selector app=no; port 80 } }\n";

  @TempDir
  Path folder;

  @BeforeEach
  void writeSpecs() throws IOException {
    Files.writeString(folder.resolve("shop.podnet"), Run.SPEC);
    Files.writeString(folder.resolve("warn.podnet"), Run.SPEC + WARNING);
    Files.writeString(
        folder.resolve("wrong.podnet"), Run.SPEC.replace("192.168.1.12", "192.168.1.300"));
  }

  @Test
  void saysThatASoundSpecIsSound() {
    Run run = Run.in(folder, "check", "shop.podnet");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("checked 2 nodes, 2 pods, 1 service: no errors\n");
    assertThat(run.err()).isEmpty();
    assertThat(Run.in(folder, "check", "-q", "shop.podnet").out()).isEmpty();
    assertThat(Run.in(folder, "validate", "shop.podnet")).isEqualTo(run);
  }

  @Test
  void showsMistakesOnErrAndExitsWithOne() {
    Run run = Run.in(folder, "check", "wrong.podnet");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("error[PN")
        .contains("--> wrong.podnet:3:")
        .endsWith("1 error\n");
  }

  @Test
  void takesWarningsForErrorsOnlyWhenAsked() {
    Run run = Run.in(folder, "check", "warn.podnet");
    assertThat(run.status()).isZero();
    assertThat(run.err()).startsWith("warning[PN4012]").endsWith("1 warning\n");
    assertThat(Run.in(folder, "check", "--werror", "warn.podnet").status()).isEqualTo(1);
  }

  @Test
  void writesOneJsonObjectToOut() {
    Run run = Run.in(folder, "check", "--format", "json", "wrong.podnet");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    JsonObject json = run.json();
    assertThat(json.get("formatVersion").getAsString()).isEqualTo("1");
    assertThat(json.get("errors").getAsInt()).isEqualTo(1);
    assertThat(json.get("warnings").getAsInt()).isZero();
    JsonObject finding = json.getAsJsonArray("diagnostics").get(0).getAsJsonObject();
    assertThat(finding.get("severity").getAsString()).isEqualTo("error");
    assertThat(finding.get("file").getAsString()).isEqualTo("wrong.podnet");
    assertThat(finding.get("line").getAsInt()).isEqualTo(3);
    JsonObject sound = Run.in(folder, "check", "--format=json", "shop.podnet").json();
    assertThat(sound.get("nodes").getAsInt()).isEqualTo(2);
    assertThat(sound.getAsJsonArray("diagnostics")).isEmpty();
  }

  @Test
  void writesWorkflowCommandsForGithub() {
    Run run = Run.in(folder, "check", "--format", "github", "wrong.podnet");
    assertThat(run.out()).startsWith("::error file=wrong.podnet,line=3,");
  }

  @Test
  void exitsWithThreeForFilesItCannotRead() {
    Run run = Run.in(folder, "check", "shp.podnet");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("error[PN9002]", "did you mean 'shop.podnet'?");
    Run json = Run.in(folder, "check", "--format", "json", "shp.podnet");
    assertThat(json.status()).isEqualTo(3);
    assertThat(json.json().get("errors").getAsInt()).isEqualTo(1);
  }

  @Test
  void listsDefaultsInTextAndJson() {
    Run run = Run.in(folder, "check", "shop.podnet", "--explain-defaults");
    assertThat(run.out()).contains("dns coredns { ttl 5s }");
    assertThat(run.out()).contains("proxyMode iptables", "# how services are implemented");
    assertThat(run.out()).doesNotContain("backend vxlan  ");
    assertThat(Run.in(folder, "check", "shop.podnet", "--explain-defaults", "--format=json")
            .json()
            .getAsJsonArray("defaults"))
        .isNotEmpty();
  }

  @Test
  void replacesStatementsOfTheCluster() {
    Run run = Run.in(folder, "check", "shop.podnet", "--set", "cluster.podCIDR=10.300.0.0/16");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("--> --set:1:");
    assertThat(
            Run.in(folder, "check", "shop.podnet", "--set", "cluster.mtu=9000").status())
        .isZero();
    for (String wrong : new String[] {"mtu=9000", "cluster.mtu", "cluster.=1", "node.mtu=1"}) {
      Run usage = Run.in(folder, "check", "shop.podnet", "--set", wrong);
      assertThat(usage.status()).as(wrong).isEqualTo(2);
      assertThat(usage.err()).contains("cluster.KEY=VALUE");
    }
  }

  @Test
  void coloursTextForTerminalsUnlessToldOtherwise() {
    Map<String, String> none = Map.of();
    assertThat(Run.in(folder, none, true, "check", "wrong.podnet").err()).contains("\033[");
    assertThat(Run.in(folder, Map.of("NO_COLOR", "1"), true, "check", "wrong.podnet")
            .err())
        .doesNotContain("\033[");
    assertThat(
            Run.in(folder, none, true, "check", "--color=never", "wrong.podnet").err())
        .doesNotContain("\033[");
    assertThat(Run.in(folder, "check", "wrong.podnet").err()).doesNotContain("\033[");
    assertThat(Run.in(folder, "check", "--color", "always", "wrong.podnet").err())
        .contains("\033[");
  }

  @Test
  void countsSkippedKindsInOneLine() throws IOException {
    Files.writeString(folder.resolve("m.yaml"), """
        {apiVersion: v1, kind: Secret, metadata: {name: a}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
        """);
    assertThat(Run.in(folder, "check", "shop.podnet", "m.yaml").out())
        .startsWith("skipped 2 objects of kinds that podnet does not read: ");
    assertThat(Run.in(folder, "check", "shop.podnet", "m.yaml", "--format=json")
            .json()
            .getAsJsonObject("skipped")
            .size())
        .isEqualTo(2);
  }

  @Test
  void tellsHowLongEachStepTakesWhenAsked() {
    assertThat(Run.in(folder, "check", "-v", "shop.podnet").err())
        .contains("podnet: reading took ", "podnet: checking took ");
  }
}
