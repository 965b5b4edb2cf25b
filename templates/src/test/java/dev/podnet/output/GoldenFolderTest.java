package dev.podnet.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFolderTest {

  private static final String JSON = """
      {
        "generator": "podnet",
        "version": "%s",
        "inputs": [
          {
            "path": "%s",
            "sha256": "%s"
          }
        ]
      }
      """;

  @TempDir
  Path folder;

  private List<String> excludes = List.of();
  private Path output;
  private Path golden;

  @BeforeEach
  void writeOutput() throws IOException {
    output = folder.resolve("out");
    golden = folder.resolve("golden");
    write(output, "podnet.json", JSON.formatted("1", "shop.podnet", "aa"));
    write(output, "cluster/routes", "10.0.0.0/8\n");
    write(output, "nodes/n1/apply.sh", "#!/bin/bash\n");
    assertThat(output.resolve("nodes/n1/apply.sh").toFile().setExecutable(true)).isTrue();
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  private int accept() throws OutputException {
    return golden().accept(output, List.of());
  }

  private GoldenFolder golden() {
    return new GoldenFolder(golden, "golden", excludes);
  }

  private List<String> differences() throws IOException {
    return golden().differences(output, false).stream()
        .map(d -> d.kind() + " " + d.path() + " +" + d.linesAdded() + " -" + d.linesRemoved())
        .toList();
  }

  @Test
  void isTheOutputOnceAccepted() throws IOException {
    assertThat(golden().exists()).isFalse();
    assertThat(accept()).isEqualTo(3);
    assertThat(golden().exists()).isTrue();
    assertThat(FolderDifference.of(golden, output)).isEmpty();
    assertThat(Files.isExecutable(golden.resolve("nodes/n1/apply.sh"))).isTrue();
    assertThat(accept()).isZero();
  }

  @Test
  void tellsFilesThatChangedCameAndWent() throws IOException {
    accept();
    write(output, "cluster/routes", "10.0.0.0/8\n11.0.0.0/8\n");
    Files.move(output.resolve("nodes/n1/apply.sh"), output.resolve("nodes/n1/verify.sh"));
    assertThat(differences())
        .containsExactly(
            "CHANGED cluster/routes +1 -0",
            "REMOVED nodes/n1/apply.sh +0 -1",
            "ADDED nodes/n1/verify.sh +1 -0");
    assertThat(accept()).isEqualTo(3);
    assertThat(FolderDifference.of(golden, output)).isEmpty();
  }

  @Test
  void removesFoldersThatAreEmptyThen() throws IOException {
    accept();
    Files.delete(output.resolve("nodes/n1/apply.sh"));
    accept();
    assertThat(golden.resolve("nodes")).doesNotExist();
  }

  @Test
  void saysWhenOnlyLineEndsDiffer() throws IOException {
    accept();
    write(golden, "cluster/routes", "10.0.0.0/8\r\n");
    assertThat(golden().differences(output, false)).allMatch(FileDifference::lineEndsOnly);
    write(golden, "cluster/routes", "10.0.0.0/9\r\n");
    assertThat(golden().differences(output, false)).noneMatch(FileDifference::lineEndsOnly);
  }

  @Test
  void countsTheOriginOfTheOutputOnlyWhenExact() throws IOException {
    accept();
    write(output, "podnet.json", JSON.formatted("2", "shop.podnet", "bb"));
    assertThat(differences()).isEmpty();
    assertThat(golden().differences(output, true)).hasSize(1);
    write(output, "podnet.json", JSON.formatted("2", "other.podnet", "bb"));
    assertThat(differences()).containsExactly("CHANGED podnet.json +1 -1");
  }

  @Test
  void leavesTheOwnersFilesAlone() throws IOException {
    write(golden, "README.md", "ours\n");
    write(golden, ".gitattributes", "* -text\n");
    accept();
    assertThat(differences()).isEmpty();
    assertThat(golden.resolve("README.md")).hasContent("ours");
    assertThat(golden.resolve(".gitattributes")).exists();
  }

  @Test
  void hasNothingThatIsExcluded() throws IOException {
    accept();
    excludes = List.of("nodes/**");
    write(output, "nodes/n2/apply.sh", "");
    assertThat(differences()).isEmpty();
    accept();
    assertThat(golden.resolve("nodes")).doesNotExist();
    assertThat(golden.resolve("cluster/routes")).exists();
  }

  @Test
  void refusesAFolderThatPodnetDidNotWrite() throws IOException {
    write(golden, "nodes/mine", "");
    assertThatThrownBy(this::accept).hasMessageContaining("podnet did not write them");
    assertThat(golden.resolve("nodes/mine")).exists();
    assertThat(golden.resolve("podnet.json")).doesNotExist();
  }

  @Test
  void refusesAFolderWithAnInput() throws IOException {
    write(golden, "shop.podnet", "");
    assertThatThrownBy(() -> golden().accept(output, List.of(golden.resolve("shop.podnet"))))
        .hasMessageContaining("holds the input");
    assertThat(golden.resolve("podnet.json")).doesNotExist();
  }

  @Test
  void writesThroughNoLink() throws IOException {
    accept();
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/n1"));
    Files.writeString(elsewhere.resolve("apply.sh"), "theirs");
    OutputFolder.delete(golden.resolve("nodes"));
    Files.createSymbolicLink(golden.resolve("nodes"), elsewhere.getParent());
    assertThat(differences()).isNotEmpty();
    accept();
    assertThat(elsewhere.resolve("apply.sh")).hasContent("theirs");
    assertThat(FolderDifference.of(golden, output)).isEmpty();
  }
}
