package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

  /** The same with one pod less. */
  private static final String LESS = Run.SPEC.replace("pods web 2", "pods web 1");

  @TempDir
  Path folder;

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  private void both() throws IOException {
    write("old.podnet", Run.SPEC);
    write("new.podnet", LESS);
  }

  private static List<JsonObject> changes(JsonObject json) {
    List<JsonObject> changes = new ArrayList<>();
    for (JsonElement each : json.getAsJsonArray("changes")) {
      changes.add(each.getAsJsonObject());
    }
    return changes;
  }

  @Test
  void tellsWhatChangesWhereWhyAndWhetherConnectionsNotice() throws IOException {
    both();

    Run run = Run.in(folder, "diff", "old.podnet", "new.podnet");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("shop: 2 of 2 hosts change\n2 changes end connections\n")
        .contains("- [1] pod default/web-2 is gone  old.podnet:5:")
        .contains("On n2\n  - pod's namespace default.web-2  [1]\n      connections END:")
        .contains("On all 2 hosts\n  ~ file dns/zones/", "\n  - chain v4 nat ")
        .contains("Names\n  - record ");
  }

  @Test
  void sameSpecsDoNotDiffer() throws IOException {
    both();

    Run run = Run.in(folder, "diff", "old.podnet", "old.podnet", "--exit-code");

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("shop: nothing changes\n");
  }

  @Test
  void theExitStatusSaysWhetherSomethingChangesWhenAsked() throws IOException {
    both();

    assertThat(Run.in(folder, "diff", "old.podnet", "new.podnet").status()).isZero();
    Run run = Run.in(folder, "diff", "old.podnet", "new.podnet", "--exit-code", "--format", "json");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.json().get("changed").getAsBoolean()).isTrue();
  }

  @Test
  void jsonHasTheSameFieldsInEveryChange() throws IOException {
    both();

    JsonObject json =
        Run.in(folder, "diff", "old.podnet", "new.podnet", "--format", "json").json();

    assertThat(json.get("formatVersion").getAsString()).isEqualTo("1");
    assertThat(json.getAsJsonObject("summary").get("hostsChanged").getAsInt()).isEqualTo(2);
    assertThat(changes(json)).allSatisfy(change -> {
      assertThat(change.keySet())
          .containsExactly(
              "change",
              "kind",
              "key",
              "part",
              "hosts",
              "removedLines",
              "addedLines",
              "reordered",
              "oldAt",
              "newAt",
              "disturbs",
              "effect",
              "reasons");
      assertThat(change.getAsJsonArray("reasons")).as(change.toString()).isNotEmpty();
    });
    JsonObject reason = json.getAsJsonArray("reasons").get(0).getAsJsonObject();
    assertThat(reason.get("object").getAsString()).isEqualTo("default/web-2");
    assertThat(reason.getAsJsonObject("old").get("line").getAsInt()).isEqualTo(5);
    assertThat(reason.get("new").isJsonNull()).isTrue();
  }

  @Test
  void outputsDifferAsTheirSpecsDo() throws IOException {
    both();
    Run.in(folder, "compile", "old.podnet", "-o", "a");
    Run.in(folder, "compile", "new.podnet", "-o", "b");

    JsonObject outputs = Run.in(folder, "diff", "a", "b", "--format", "json").json();
    JsonObject mixed =
        Run.in(folder, "diff", "a", "new.podnet", "--format", "json").json();
    JsonObject specs =
        Run.in(folder, "diff", "old.podnet", "new.podnet", "--format", "json").json();

    assertThat(keys(outputs)).isEqualTo(keys(specs)).isEqualTo(keys(mixed));
    assertThat(outputs.getAsJsonObject("old").get("kind").getAsString()).isEqualTo("output");
    assertThat(Run.in(folder, "diff", "a", "b").out())
        .contains("- pod's namespace default.web-2  (pod default/web-2 is gone)");
  }

  private static List<String> keys(JsonObject json) {
    return changes(json).stream()
        .map(c -> c.get("change") + " " + c.get("kind") + " " + c.get("key") + c.get("hosts"))
        .toList();
  }

  @Test
  void markdownIsATableThatNoNameBreaks() throws IOException {
    both();

    Run run = Run.in(folder, "diff", "old.podnet", "new.podnet", "--format", "markdown");

    assertThat(run.out())
        .startsWith("### shop: 2 of 2 hosts change\n\n`old.podnet` → `new.podnet` · **")
        .contains("1. removed: pod default/web-2 is gone (`old.podnet:5`)")
        .contains("| | what | connections | because |\n| --- | --- | --- | --- |\n")
        .contains("| removed | `pod's namespace default.web-2` | **end**: ");
  }

  @Test
  void aWholeSettingOfTheClusterIsToldOnce() throws IOException {
    write("old.podnet", Run.SPEC);
    write("new.podnet", Run.SPEC.replace("backend vxlan", "backend vxlan { vni 9 }"));

    JsonObject json =
        Run.in(folder, "diff", "old.podnet", "new.podnet", "--format", "json").json();

    assertThat(json.getAsJsonArray("reasons")).hasSize(1);
    assertThat(changes(json))
        .allSatisfy(
            c -> assertThat(c.getAsJsonArray("reasons").get(0).getAsInt()).isEqualTo(1));
  }

  @Test
  void addressesThatMoveBecauseNobodyFixedThemAreNamed() throws IOException {
    write("old.podnet", Run.SPEC);
    write("new.podnet", Run.SPEC.replace("pods web 2", "pod first on n1\n  pods web 2"));

    assertThat(Run.in(folder, "diff", "old.podnet", "new.podnet").out())
        .contains("a podnet.lock keeps what was chosen");
  }

  @Test
  void aNewHostIsCountedNotListed() throws IOException {
    write("old.podnet", Run.SPEC);
    write("new.podnet", Run.SPEC + "node n3 { address 192.168.1.13 }\n");

    Run run = Run.in(folder, "diff", "old.podnet", "new.podnet");

    assertThat(run.out())
        .startsWith("shop: 2 of 2 hosts change, 1 is new\n")
        .contains("+ host n3 is new: call its apply.sh (")
        .doesNotContain("On n3");
  }

  @Test
  void wrongSpecsAreReportedAsEverywhere() throws IOException {
    write("old.podnet", Run.SPEC);
    write("new.podnet", Run.SPEC.replace("selector app=web", "selektor app=web"));

    Run text = Run.in(folder, "diff", "old.podnet", "new.podnet");
    Run json = Run.in(folder, "diff", "old.podnet", "new.podnet", "--format", "json");
    Run missing = Run.in(folder, "diff", "old.podnet", "none.podnet");

    assertThat(text.status()).isEqualTo(1);
    assertThat(text.err()).contains("new.podnet:").contains("selektor");
    assertThat(text.out()).isEmpty();
    assertThat(json.json().get("errors").getAsInt()).isPositive();
    assertThat(json.json().get("changed").isJsonNull()).isTrue();
    assertThat(missing.status()).isEqualTo(3);
    assertThat(missing.err()).contains("PN9002");
  }

  @Test
  void anOutputThatIsNoneIsRefused() throws IOException {
    both();
    Run.in(folder, "compile", "old.podnet", "-o", "a");
    write("a/podnet.json", "{\"generator\": \"podnet\", \"nodes\": 5}");

    Run run = Run.in(folder, "diff", "a", "new.podnet");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("PN9020").contains("a is no output that podnet can read");
  }

  @Test
  void whatAnOutputSaysCannotForgeAMessage() throws IOException {
    both();
    Run.in(folder, "compile", "old.podnet", "-o", "a");
    write("a/cluster/extra.txt", "\u001b[2Jgone\u0007\n");
    Files.createSymbolicLink(folder.resolve("a/cluster/link"), Path.of("/etc/passwd"));

    Run link = Run.in(folder, "diff", "a", "old.podnet");
    Files.delete(folder.resolve("a/cluster/link"));
    Run text = Run.in(folder, "diff", "a", "old.podnet");
    Run markdown = Run.in(folder, "diff", "a", "old.podnet", "--format", "markdown");

    assertThat(link.status()).isEqualTo(1);
    assertThat(link.err()).contains("cluster/link is no regular file");
    assertThat(text.out()).contains("gone").doesNotContain("\u001b").doesNotContain("\u0007");
    assertThat(markdown.out()).contains("gone").doesNotContain("\u001b");
  }

  @Test
  void findingsAreAnnotationsWhereTheyAreAskedFor() throws IOException {
    both();
    Files.writeString(folder.resolve("wrong.podnet"), "cluster c\nnod n1\n");

    Run wrong = Run.in(folder, "diff", "old.podnet", "wrong.podnet", "--format", "github");
    Run right = Run.in(folder, "diff", "old.podnet", "new.podnet", "--format", "github");
    Run sarif = Run.in(folder, "diff", "old.podnet", "wrong.podnet", "--format", "sarif");

    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.out()).startsWith("::error file=wrong.podnet,line=2,");
    assertThat(wrong.err()).isEmpty();
    assertThat(right.out())
        .isEqualTo(Run.in(folder, "diff", "old.podnet", "new.podnet").out());
    assertThat(sarif.status()).isEqualTo(1);
    assertThat(sarif.out()).contains("\"uri\": \"wrong.podnet\"").doesNotContain("::error");
  }

  @Test
  void usageIsChecked() throws IOException {
    both();

    assertThat(Run.in(folder, "diff", "old.podnet").err()).contains("name two to compare");
    assertThat(Run.in(folder, "diff", "--against", "HEAD").status()).isEqualTo(2);
    assertThat(Run.in(folder, "diff", "old.podnet", "new.podnet", "--format", "yaml")
            .err())
        .contains("there are text, json, markdown, github, sarif");
    assertThat(Run.in(folder, "diff", "--old", "old.podnet").status()).isEqualTo(2);
    assertThat(
            Run.in(folder, "diff", "--old", "old.podnet", "--new", "new.podnet").status())
        .isZero();
  }

  private String git(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        "git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(out).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return out.strip();
  }

  @Test
  void aSpecIsComparedWithWhatItWasAtARevision() throws IOException {
    git("init", "-q");
    write("net/shop.podnet", "include \"parts/web.podnet\"\nimport \"m/*.yaml\"\n");
    write("net/parts/web.podnet", Run.SPEC);
    write("net/m/-odd $(touch x) name.yaml", """
        apiVersion: v1
        kind: Pod
        metadata: {name: old, namespace: default}
        spec: {nodeName: n1, containers: [{name: c, image: x}]}
        """);
    Files.createSymbolicLink(folder.resolve("net/m/out.yaml"), Path.of("/etc/hostname"));
    git("add", ".");
    git("commit", "-qm", "first");
    String commit = git("rev-parse", "HEAD");
    write("net/parts/web.podnet", LESS);
    Files.delete(folder.resolve("net/m/-odd $(touch x) name.yaml"));
    Files.delete(folder.resolve("net/m/out.yaml"));
    write("net/m/new.yaml", """
        apiVersion: v1
        kind: Pod
        metadata: {name: new, namespace: default}
        spec: {nodeName: n1, containers: [{name: c, image: x}]}
        """);

    Run run = Run.in(folder, "diff", "--against", "main", "net/shop.podnet", "--format", "json");
    Run below = Run.in(folder.resolve("net/m"), "diff", "--against", commit, "../shop.podnet");
    Run whole = Run.in(
        folder, "diff", "--against", "HEAD", folder.resolve("net/shop.podnet").toString());

    assertThat(run.status()).as(run.err() + run.out()).isZero();
    assertThat(run.json().getAsJsonObject("old").get("commit").getAsString()).isEqualTo(commit);
    assertThat(run.out())
        .contains("pod default/web-2 is gone")
        .contains("pod default/old is gone")
        .contains("pod default/new is new")
        .contains("\"file\": \"net/parts/web.podnet\"");
    assertThat(below.out()).contains("../parts/web.podnet:5:").contains(" at " + commit);
    assertThat(whole.status()).as(whole.err()).isZero();
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void anOutputThatIsCommittedIsComparedToo() throws IOException {
    git("init", "-q");
    write("shop.podnet", Run.SPEC);
    Run.in(folder, "compile", "shop.podnet", "-o", "out");
    git("add", ".");
    git("commit", "-qm", "first");
    write("shop.podnet", LESS);
    Run.in(folder, "compile", "shop.podnet", "-o", "out");

    Run run = Run.in(folder, "diff", "--against", "HEAD", "out");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("- pod default/web-2");
  }

  @Test
  void whatGitDoesNotKnowIsSaid() throws IOException {
    write("shop.podnet", Run.SPEC);
    Run nowhere = Run.in(folder, "diff", "--against", "HEAD", "shop.podnet");
    git("init", "-q");
    write("first.podnet", Run.SPEC);
    git("add", "first.podnet");
    git("commit", "-qm", "first");

    Run absent = Run.in(folder, "diff", "--against", "HEAD", "shop.podnet");
    Run unknown = Run.in(folder, "diff", "--against", "--output=x", "first.podnet");
    Run none = Run.in(folder, Map.of(), false, "diff", "--against", "no^such", "first.podnet");

    assertThat(nowhere.status()).isEqualTo(1);
    assertThat(nowhere.err()).contains("PN9021");
    assertThat(absent.status()).isEqualTo(1);
    assertThat(absent.err()).contains("PN9023").contains("there is no shop.podnet at HEAD");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(none.err()).contains("PN9022");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aRepositoryThatLacksAFileIsAFailureOfTheEnvironment() throws IOException {
    git("init", "-q");
    write("shop.podnet", Run.SPEC);
    git("add", "shop.podnet");
    git("commit", "-qm", "first");
    String id = git("rev-parse", "HEAD:shop.podnet");
    Files.delete(folder.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2)));

    Run run = Run.in(folder, "diff", "--against", "HEAD", "shop.podnet");

    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains("PN9024").contains("cannot ask git");
  }
}
