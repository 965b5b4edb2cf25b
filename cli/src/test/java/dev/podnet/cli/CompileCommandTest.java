package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {

  @TempDir
  Path folder;

  @BeforeEach
  void writeSpec() throws IOException {
    Files.createDirectories(folder.resolve("specs"));
    Files.writeString(folder.resolve("specs/shop.podnet"), Run.SPEC);
  }

  private SortedMap<String, String> tree(String name) throws IOException {
    Path root = folder.resolve(name);
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }

  @Test
  void writesTheFolderAndSaysSo() throws IOException {
    Run run = Run.in(folder, "compile", "specs/shop.podnet", "-o", "build/shop");
    assertThat(run.status()).isZero();
    SortedMap<String, String> files = tree("build/shop");
    assertThat(run.out())
        .isEqualTo("compiled 2 nodes, " + files.size() + " files into build/shop\n");
    assertThat(files)
        .containsKeys(
            "podnet.json", "nodes/n1/apply.sh", "nodes/n2/host.sh", "cluster/lib/podnet.sh");
    assertThat(Files.isExecutable(folder.resolve("build/shop/nodes/n1/apply.sh")))
        .isTrue();
  }

  @Test
  void writesAnInventoryAndPlaybooksWhereTheyAreWanted() throws IOException {
    Run plain = Run.in(folder, "compile", "specs", "-o", "out");
    assertThat(tree("out").keySet()).noneMatch(f -> f.startsWith("ansible/"));
    Run with = Run.in(folder, "compile", "specs", "-o", "out", "--with", "ansible");
    assertThat(plain.status() + with.status()).isZero();
    SortedMap<String, String> files = tree("out");
    assertThat(files).containsKeys("ansible/apply.yml", "ansible/teardown.yml");
    assertThat(files.get("ansible/inventory.yml")).endsWith("""
        ---
        podnet:
          vars:
            podnet_cluster: 'shop'
          hosts:
            'n1': {ansible_host: '192.168.1.11'}
            'n2': {ansible_host: '192.168.1.12'}
        """);
    Run wrong = Run.in(folder, "compile", "specs", "-o", "out", "--with", "puppet");
    assertThat(wrong.status()).isEqualTo(ExitStatus.WRONG_USAGE);
  }

  @Test
  void scriptsOfAKindAreOneFileWithManyNames() throws IOException {
    Run.in(folder, "compile", "specs", "-o", "out");
    Object first = Files.getAttribute(folder.resolve("out/nodes/n1/apply.sh"), "unix:ino");
    assertThat(Files.getAttribute(folder.resolve("out/nodes/n2/apply.sh"), "unix:ino"))
        .isEqualTo(first);
    Files.writeString(folder.resolve("specs/shop.podnet"), Run.SPEC + "# changed\n");
    Run.in(folder, "compile", "specs", "-o", "out");
    assertThat(Files.getAttribute(folder.resolve("out/nodes/n2/apply.sh"), "unix:ino"))
        .as("and are taken over")
        .isEqualTo(first);
  }

  @Test
  void writesWhatWasChosenIntoPodnetJson() throws IOException {
    Run.in(folder, "compile", folder.resolve("specs").toString(), "-o", "out");
    JsonObject json = JsonParser.parseString(tree("out").get("podnet.json")).getAsJsonObject();
    assertThat(json.get("generator").getAsString()).isEqualTo("podnet");
    assertThat(json.get("formatVersion").getAsString()).isEqualTo("1");
    assertThat(json.get("cluster").getAsString()).isEqualTo("shop");
    JsonObject input = json.getAsJsonArray("inputs").get(0).getAsJsonObject();
    assertThat(input.get("path").getAsString()).isEqualTo("shop.podnet");
    assertThat(input.get("sha256").getAsString()).matches("[0-9a-f]{64}");
    assertThat(json.getAsJsonArray("nodes").get(0).toString())
        .isEqualTo("{\"name\":\"n1\",\"addresses\":[\"192.168.1.11\"],\"dev\":\"eth0\","
            + "\"podCIDRs\":[\"10.244.0.0/24\"]}");
    JsonObject pod = json.getAsJsonArray("pods").get(0).getAsJsonObject();
    assertThat(pod.get("name").getAsString()).isEqualTo("web-1");
    String ip = pod.getAsJsonArray("ips").get(0).getAsString();
    JsonObject port = json.getAsJsonArray("services")
        .get(0)
        .getAsJsonObject()
        .getAsJsonArray("ports")
        .get(0)
        .getAsJsonObject();
    assertThat(port.get("endpoints").toString()).contains("\"" + ip + ":8080\"");
  }

  @Test
  void writesTheSameBytesFromEveryFolderInEveryLocaleAndZone() throws IOException {
    Run.in(folder, "compile", "specs/shop.podnet", "-o", "a");
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
      Run.in(folder.resolve("specs"), "compile", "../specs", "-o", "../b");
      Locale.setDefault(Locale.forLanguageTag("tr"));
      Run.in(folder, "compile", folder.resolve("specs/shop.podnet").toString(), "-o", "c");
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
    assertThat(tree("b")).isEqualTo(tree("a"));
    assertThat(tree("c")).isEqualTo(tree("a"));
  }

  @Test
  void writesNothingForAWrongSpec() throws IOException {
    Files.writeString(folder.resolve("wrong.podnet"), Run.SPEC.replace("1.12", "1.11"));
    Run run = Run.in(folder, "compile", "wrong.podnet", "-o", "out");
    assertThat(run.status()).isEqualTo(1);
    assertThat(folder.resolve("out")).doesNotExist();
    Files.writeString(
        folder.resolve("warn.podnet"),
        Run.SPEC + "namespace x { service lonely { selector app=no; port 80 } }\n");
    assertThat(Run.in(folder, "compile", "--werror", "warn.podnet", "-o", "out").status())
        .isEqualTo(1);
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(Run.in(folder, "compile", "warn.podnet", "-o", "out").status()).isZero();
  }

  @Test
  void leavesAFolderOfSomebodyElseAlone() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/mine.txt"), "x");
    Run run = Run.in(folder, "compile", "specs", "-o", "out");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("podnet did not write it", "--force");
    assertThat(run.out()).isEmpty();
    assertThat(tree("out")).containsOnlyKeys("mine.txt");
    JsonObject json =
        Run.in(folder, "compile", "specs", "-o", "out", "--format=json").json();
    assertThat(json.get("failure").getAsString()).contains("podnet did not write it");
    assertThat(Run.in(folder, "compile", "specs", "-o", "out", "--force").status())
        .isZero();
    assertThat(tree("out")).containsKey("podnet.json").doesNotContainKey("mine.txt");
  }

  @Test
  void neverReplacesTheFolderOfTheSpec() throws IOException {
    assertThat(Run.in(folder, "compile", "specs", "-o", "specs", "--force").status())
        .isEqualTo(2);
    assertThat(Run.in(folder, "compile", "specs", "-o", ".", "--force").status())
        .isEqualTo(2);
    assertThat(tree("specs")).containsOnlyKeys("shop.podnet");
  }

  @Test
  void exitsWithThreeWhereItCannotWrite() throws IOException {
    Files.writeString(folder.resolve("file"), "x");
    Run run = Run.in(folder, "compile", "specs", "-o", "file/out");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("cannot write file/out", "nothing was changed");
  }

  @Test
  void keepsAddressesInTheLockWhenAsked() throws IOException {
    Run.in(folder, "compile", "specs", "-o", "out", "--lock");
    Path lock = folder.resolve("specs/podnet.lock");
    assertThat(lock).exists();
    String before = tree("out").get("podnet.json");
    Files.writeString(
        folder.resolve("specs/shop.podnet"), "node n0 { address 192.168.1.10 }\n" + Run.SPEC);
    Run.in(folder, "compile", "specs", "-o", "out");
    assertThat(tree("out").get("podnet.json"))
        .contains(before.substring(
            before.indexOf("      \"name\": \"n1\""), before.indexOf("      \"name\": \"n2\"")));
  }

  @Test
  void leavesPodsToARuntimeWhenAsked() throws IOException {
    Run.in(folder, "compile", "specs", "-o", "out", "--pods", "none");
    assertThat(tree("out").keySet()).noneMatch(p -> p.endsWith(".netns") || p.contains("/pods."));
    assertThat(Run.in(folder, "compile", "specs", "-o", "out", "--pods=docker").status())
        .isEqualTo(2);
  }

  @Test
  void saysInJsonWhatItWrote() {
    JsonObject json =
        Run.in(folder, "compile", "specs", "-o", "out", "--format", "json").json();
    assertThat(json.get("output").getAsString()).isEqualTo("out");
    assertThat(json.get("files").getAsInt()).isGreaterThan(10);
    assertThat(json.get("errors").getAsInt()).isZero();
  }

  @Test
  void needsAFolderToWriteTo() {
    Run run = Run.in(folder, "compile", "specs");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--output=OUT");
  }
}
