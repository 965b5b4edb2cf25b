package dev.podnet.compile;

import static dev.podnet.compile.SpecFolder.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.planning.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerTest {

  @TempDir
  Path folder;

  private SpecFolder in;

  @BeforeEach
  void makeFolder() {
    in = new SpecFolder(folder);
  }

  private Compilation checkWith(List<String> overrides) {
    CompileOptions options = new CompileOptions(folder, List.of("."), overrides, true, step -> {});
    return new Compiler(Backends.of(List.of())).check(options);
  }

  @Test
  void reportsErrorsOfEveryStageAndFileInOneRun() throws IOException {
    in.with("a.podnet", """
            cluster shop { }
            node n1 { address 192.168.1.11; podCIDR 10.244.0.0/23 }
            node n2 { address 192.168.1.12; podCIDR 10.244.1.0/24 }
            """)
        .with("b.podnet", "node n3 { address 192.168.1.300 }\nimport \"nothing.yaml\"\n");
    List<String> texts = SpecFolder.texts(in.check("."));
    assertThat(texts)
        .anyMatch(t -> t.startsWith("PN2003 a.podnet:3"))
        .anyMatch(t -> t.startsWith("PN0") && t.contains("b.podnet:1"))
        .anyMatch(t -> t.startsWith("PN9010 b.podnet:2"));
  }

  @Test
  void reportsNoEchoesOfWhatItCouldNotRead() throws IOException {
    in.with("shop.podnet", """
        cluster shop { }
        segment lan 192.168.1.0/240
        router core { connects lan, wan }
        segment wan 10.0.0.0/24
        node n1 { address 192.168.1.11 }
        """);
    assertThat(SpecFolder.texts(in.check("shop.podnet")))
        .hasSize(1)
        .allMatch(t -> t.startsWith("PN0") && t.contains("shop.podnet:2"));
  }

  @Test
  void replacesStatementsOfTheCluster() throws IOException {
    in.with("shop.podnet", CLUSTER + "node n1 { address 192.168.1.11 }\n");
    Compilation compilation = checkWith(List.of("clusterDomain example.org"));
    assertThat(compilation.cluster().orElseThrow().settings().clusterDomain())
        .isEqualTo("example.org");
    assertThat(SpecFolder.texts(checkWith(List.of("clusterDomian example.org"))))
        .anyMatch(t -> t.startsWith("PN0002 --set:1:1"));
  }

  @Test
  void keepsTheLockBesideTheFileThatDeclaresTheCluster() throws IOException {
    in.with("specs/more/shop.podnet", CLUSTER + "node n1 { address 192.168.1.11 }\n")
        .with("specs/a.podnet", "namespace x { }\n");
    Compilation first = in.check("specs");
    Path lock = folder.resolve("specs/more/podnet.lock");
    assertThat(first.lockFile()).contains(lock);
    LockFiles.write(first);
    String text = Files.readString(lock);
    assertThat(text).contains("\"n1\"");
    Files.writeString(lock, text.replace("10.244.0.0/24", "10.244.7.0/24"));
    Compilation second = in.check("specs");
    assertThat(second.cluster().orElseThrow().nodes().get(0).podCidrs().get(0).value())
        .hasToString("10.244.7.0/24");
    assertThat(SpecFolder.names(second)).doesNotContain("more/podnet.lock");
  }

  @Test
  void leavesALockThatIsUpToDateAlone() throws IOException {
    in.with("shop.podnet", CLUSTER + "node n1 { address 192.168.1.11 }\n");
    LockFiles.write(in.check("."));
    var before = Files.getLastModifiedTime(folder.resolve("podnet.lock"));
    LockFiles.write(in.check("."));
    assertThat(Files.getLastModifiedTime(folder.resolve("podnet.lock"))).isEqualTo(before);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("shop.podnet", "podnet.lock");
  }

  @Test
  void readsNoLockThroughALinkAndReportsABrokenOne() throws IOException {
    in.with("shop.podnet", CLUSTER).with("other.json", "{}");
    Files.createSymbolicLink(folder.resolve("podnet.lock"), folder.resolve("other.json"));
    Compilation linked = in.check("shop.podnet");
    assertThat(SpecFolder.texts(linked))
        .contains("PN9001 cannot read podnet.lock: it is no regular file");
    assertThat(linked.unreadable()).isTrue();
    Files.delete(folder.resolve("podnet.lock"));
    in.with("podnet.lock", "<<<<<<< ours\n");
    assertThat(SpecFolder.texts(in.check("shop.podnet")))
        .anyMatch(t -> t.startsWith("PN2056 podnet.lock:1:"));
  }

  @Test
  void listsTheDefaultsInEffectAndNoOthers() throws IOException {
    in.with("shop.podnet", CLUSTER.replace("}", "; clusterDomain example.org }"));
    assertThat(in.check("shop.podnet").defaults())
        .extracting(Default::statement)
        .contains("podCIDR 10.244.0.0/16", "nodeMask /24", "masquerade on", "mtu 1500")
        .noneMatch(s -> s.startsWith("clusterDomain") || s.startsWith("proxyMode"));
  }

  @Test
  void countsSkippedKinds() throws IOException {
    in.with("shop.podnet", CLUSTER).with("m.yaml", """
        {apiVersion: v1, kind: Secret, metadata: {name: a}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: b}}
        """);
    assertThat(in.check(".").skipped().values()).containsExactly(2);
  }
}
