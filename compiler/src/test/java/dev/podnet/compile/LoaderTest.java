package dev.podnet.compile;

import static dev.podnet.compile.SpecFolder.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {

  private static final String SERVICE = """
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {ports: [{port: 80}], selector: {app: web}}
      """;

  @TempDir
  Path folder;

  private SpecFolder in;

  @BeforeEach
  void makeFolder() {
    in = new SpecFolder(folder);
  }

  @Test
  void readsAFolderSortedWithoutHiddenAndOtherFiles() throws IOException {
    in.with("z.podnet", CLUSTER)
        .with("a/b.yml", SERVICE)
        .with("a/B.YAML", SERVICE.replace("web", "web2"))
        .with("a/.git/x.yaml", "no: [yaml")
        .with(".hidden.podnet", "no spec")
        .with("README.md", "# no spec")
        .with(
            "c.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"x\"}}");
    Compilation compilation = in.check(".");
    assertThat(SpecFolder.names(compilation))
        .containsExactly("a/B.YAML", "a/b.yml", "c.json", "z.podnet");
    assertThat(compilation.unreadable()).isFalse();
  }

  @Test
  void namesFilesTheSameWayWhereverItRunsAndHoweverTheyAreGiven() throws IOException {
    in.with("specs/shop.podnet", CLUSTER).with("specs/m/web.yaml", SERVICE);
    List<String> expected = List.of("m/web.yaml", "shop.podnet");
    assertThat(SpecFolder.names(in.check("specs"))).isEqualTo(expected);
    assertThat(SpecFolder.names(in.check("./specs/"))).isEqualTo(expected);
    assertThat(SpecFolder.names(in.check(folder.resolve("specs").toString()))).isEqualTo(expected);
    assertThat(SpecFolder.names(in.check("specs/m/web.yaml", "specs/shop.podnet")))
        .isEqualTo(expected);
    assertThat(SpecFolder.names(in.check("specs/shop.podnet", "specs/m/../m/web.yaml")))
        .isEqualTo(expected);
  }

  @Test
  void digestsTheBytesOfAFile() throws IOException {
    in.with("shop.podnet", "cluster shop { }\n");
    assertThat(in.check("shop.podnet").inputs().get(0).sha256())
        .isEqualTo("94f7238fe701138e1342c00b990f031659aa02e32376b3e3a57d826f927a9f52");
  }

  @Test
  void readsAFileOnceWhoeverNamesIt() throws IOException {
    in.with("shop.podnet", CLUSTER + "import \"m/*.yaml\"\nimport \"m/web.yaml\"\n")
        .with("m/web.yaml", SERVICE);
    Compilation compilation = in.check(".", "shop.podnet", "m");
    assertThat(SpecFolder.names(compilation)).containsExactly("m/web.yaml", "shop.podnet");
    assertThat(compilation.cluster().orElseThrow().services()).hasSize(1);
  }

  @Test
  void followsIncludesAndImportsRelativeToTheFileTheyStandIn() throws IOException {
    in.with("shop.podnet", CLUSTER + "include \"parts/names.podnet\"\n")
        .with("parts/names.podnet", "import \"../m/**/*.yaml\"\ninclude \"more.podnet\"\n")
        .with("parts/more.podnet", "namespace x { }\n")
        .with("m/deep/er/web.yaml", SERVICE)
        .with("m/top.yaml", SERVICE.replace("web", "top"))
        .with("m/notes.txt", "x");
    assertThat(SpecFolder.names(in.check("shop.podnet")))
        .containsExactly(
            "m/deep/er/web.yaml",
            "m/top.yaml",
            "parts/more.podnet",
            "parts/names.podnet",
            "shop.podnet");
    assertThat(in.findings("shop.podnet")).isEmpty();
  }

  @Test
  void importsAFolderAndEverythingBelow() throws IOException {
    in.with("shop.podnet", CLUSTER + "import \"m\"\n").with("m/a/web.yaml", SERVICE);
    assertThat(SpecFolder.names(in.check("shop.podnet"))).contains("m/a/web.yaml");
  }

  @Test
  void saysWhichPartOfAnImportIsNotThere() throws IOException {
    in.with("shop.podnet", CLUSTER + "import \"manifest/web.yaml\"\n")
        .with("manifests/web.yaml", SERVICE);
    Compilation compilation = in.check("shop.podnet");
    assertThat(SpecFolder.texts(compilation))
        .contains("PN9010 shop.podnet:2:8 there is no 'manifest' in .");
    assertThat(compilation.diagnostics())
        .anyMatch(d -> d.help().equals(Optional.of("did you mean 'manifests'?")));
    assertThat(compilation.unreadable()).isFalse();
  }

  @Test
  void reportsAPatternWithoutMatchesAndAddresses() throws IOException {
    in.with("shop.podnet", CLUSTER + """
        import "*.yaml"
        import "https://example.com/web.yaml"
        """);
    assertThat(in.findings("shop.podnet")).hasSize(2).allMatch(f -> f.startsWith("PN9010"));
  }

  @Test
  void neverLeavesTheFoldersOfTheInputs() throws IOException {
    in.with("elsewhere/secret.yaml", SERVICE)
        .with("specs/shop.podnet", CLUSTER + """
            import "../elsewhere/secret.yaml"
            import "/etc/passwd"
            import "~/secret.yaml"
            import "m/../../elsewhere/*.yaml"
            include "../elsewhere/no-such-file.podnet"
            """)
        .with("specs/m/x.txt", "");
    assertThat(in.findings("specs/shop.podnet")).hasSize(5).allMatch(f -> f.startsWith("PN9011"));
    assertThat(SpecFolder.names(in.check("specs/shop.podnet"))).containsExactly("shop.podnet");
    assertThat(in.findings("specs/shop.podnet", "elsewhere"))
        .as("what is named on the command line may be read")
        .noneMatch(f -> f.contains("secret.yaml' leads") && !f.contains("~"));
  }

  @Test
  void followsNoLinkOutOfTheFolders() throws IOException {
    in.with("elsewhere/secret.yaml", SERVICE)
        .with("specs/shop.podnet", CLUSTER + "import \"link.yaml\"\nimport \"dir/*.yaml\"\n");
    Files.createSymbolicLink(
        folder.resolve("specs/link.yaml"), folder.resolve("elsewhere/secret.yaml"));
    Files.createSymbolicLink(folder.resolve("specs/dir"), folder.resolve("elsewhere"));
    assertThat(in.findings("specs/shop.podnet")).hasSize(2).allMatch(f -> f.startsWith("PN9011"));
    assertThat(SpecFolder.names(in.check("specs"))).containsExactly("shop.podnet");
    assertThat(in.findings("specs")).anyMatch(f -> f.startsWith("PN9011 specs/link.yaml"));
  }

  @Test
  void endsWhereFoldersLeadInACircle() throws IOException {
    in.with("specs/shop.podnet", CLUSTER + "import \"**/*.yaml\"\n")
        .with("specs/a/web.yaml", SERVICE);
    Files.createSymbolicLink(folder.resolve("specs/a/again"), folder.resolve("specs"));
    assertThat(SpecFolder.names(in.check("specs"))).containsExactly("a/web.yaml", "shop.podnet");
  }

  @Test
  void showsTheStatementsOfACircleOfIncludes() throws IOException {
    in.with("a.podnet", CLUSTER + "include \"b.podnet\"\n")
        .with("b.podnet", "include \"c.podnet\"\n")
        .with("c.podnet", "include \"a.podnet\"\n")
        .with("self.podnet", "include \"self.podnet\"\n");
    Compilation compilation = in.check("a.podnet");
    assertThat(SpecFolder.texts(compilation))
        .containsExactly("PN9012 c.podnet:1:9 a.podnet includes itself");
    assertThat(compilation.diagnostics()).anyMatch(d -> d.related().size() == 2);
    assertThat(in.findings("self.podnet"))
        .containsExactly("PN9012 self.podnet:1:9 self.podnet includes itself");
  }

  @Test
  void tellsImportFromInclude() throws IOException {
    in.with("shop.podnet", CLUSTER + "include \"web.yaml\"\nimport \"b.podnet\"\n")
        .with("web.yaml", SERVICE)
        .with("b.podnet", "");
    assertThat(in.findings("shop.podnet"))
        .containsExactly(
            "PN9013 shop.podnet:2:9 web.yaml is no podnet source",
            "PN9013 shop.podnet:3:8 b.podnet is podnet source");
  }

  @Test
  void takesAMissingInputForTheEnvironmentsFault() throws IOException {
    in.with("shop.podnet", CLUSTER);
    Compilation compilation = in.check("shp.podnet");
    assertThat(SpecFolder.texts(compilation))
        .containsExactly("PN9002 there is no file or folder shp.podnet");
    assertThat(compilation.diagnostics().get(0).help()).contains("did you mean 'shop.podnet'?");
    assertThat(compilation.unreadable()).isTrue();
    assertThat(in.check("no\0path").unreadable()).isTrue();
  }

  /** The memory of a process is a regular file that nobody can read from its start, root included. */
  @Test
  void reportsAFileThatCannotBeRead() throws IOException {
    Files.createSymbolicLink(folder.resolve("shop.podnet"), Path.of("/proc/self/mem"));
    Compilation compilation = in.check("shop.podnet");
    assertThat(SpecFolder.texts(compilation))
        .singleElement()
        .asString()
        .startsWith("PN9001 cannot read shop.podnet: ");
    assertThat(compilation.unreadable()).isTrue();
  }

  @Test
  void readsNoPipesAndNoFoldersThatLookLikeFiles() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.podnet");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Compilation compilation = in.check("pipe.podnet");
    assertThat(SpecFolder.texts(compilation))
        .containsExactly("PN9001 cannot read pipe.podnet: it is no regular file");
    assertThat(compilation.unreadable()).isTrue();
  }

  @Test
  void reportsFilesOfUnknownKindAndEmptyFolders() throws IOException {
    in.with("shop.txt", CLUSTER).with("empty/.x.podnet", "");
    assertThat(in.findings("shop.txt"))
        .containsExactly("PN9005 podnet cannot tell what shop.txt holds");
    assertThat(in.findings("empty")).containsExactly("PN9006 there is nothing to compile in empty");
  }

  @Test
  void passesOverFoldersThatPodnetWrote() throws IOException {
    in.with("shop.podnet", CLUSTER)
        .with("out/podnet.json", "{\n  \"generator\": \"podnet\",\n  \"formatVersion\": \"1\"\n}\n")
        .with("out/x.yaml", SERVICE);
    assertThat(SpecFolder.names(in.check("."))).containsExactly("shop.podnet");
  }

  @Test
  void marksTheFirstByteThatIsNotUtf8() throws IOException {
    in.with("latin1.podnet", "cluster a { }\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1))
        .with("utf16.podnet", "cluster a { }\n".getBytes(StandardCharsets.UTF_16));
    assertThat(in.findings("latin1.podnet"))
        .containsExactly("PN9003 latin1.podnet:2:6 the byte 0xe9 is not UTF-8");
    Compilation utf16 = in.check("utf16.podnet");
    assertThat(SpecFolder.texts(utf16))
        .containsExactly("PN9003 utf16.podnet:1:1 the byte 0xfe is not UTF-8");
    assertThat(utf16.diagnostics().get(0).primary().orElseThrow().text())
        .isEqualTo("this looks like UTF-16");
  }

  @Test
  void passesOverAByteOrderMark() throws IOException {
    in.with("shop.podnet", "\ufeff" + CLUSTER + "node n1 { address 10.0.0.300 }\n");
    assertThat(SpecFolder.texts(in.check("shop.podnet")))
        .hasSize(1)
        .allMatch(t -> t.contains(":2:"));
  }

  @Test
  void reportsFoldersThatGoTooDeep() throws IOException {
    in.with("d/".repeat(110) + "shop.podnet", CLUSTER);
    Compilation compilation = in.check(".");
    assertThat(SpecFolder.texts(compilation)).anyMatch(t -> t.startsWith("PN9004 . has folders"));
    assertThat(compilation.unreadable()).isFalse();
  }

  @Test
  void reportsIncludesThatGoTooDeep() throws IOException {
    in.with("i0.podnet", CLUSTER + "include \"i1.podnet\"\n");
    for (int i = 1; i <= 120; i++) {
      in.with("i" + i + ".podnet", "include \"i" + (i + 1) + ".podnet\"\n");
    }
    in.with("i121.podnet", "");
    assertThat(in.findings("i0.podnet")).hasSize(1).allMatch(f -> f.startsWith("PN9004"));
  }
}
