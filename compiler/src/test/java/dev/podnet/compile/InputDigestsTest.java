package dev.podnet.compile;

import static dev.podnet.compile.SpecFolder.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputDigestsTest {

  @TempDir
  Path folder;

  private SpecFolder in;

  @BeforeEach
  void makeInputs() throws IOException {
    in = new SpecFolder(folder)
        .with("specs/shop.podnet", CLUSTER + "import \"apps/*.yaml\"\ninclude \"more.podnet\"\n")
        .with("specs/more.podnet", "namespace a { }\n")
        .with("specs/apps/web.yaml", "kind: Namespace\n");
  }

  private InputDigests read(String... inputs) {
    return InputDigests.read(folder, List.of(inputs));
  }

  @Test
  void knowsWhatSpecsIncludeAndImportAndWhatStandsBeside() throws IOException {
    in.with("specs/podnet.lock", "").with("specs/podnet.keys", "");
    InputDigests digests = read("specs/shop.podnet");
    assertThat(digests.complete()).isTrue();
    assertThat(digests.files().keySet())
        .containsExactly(
            "specs/apps/web.yaml",
            "specs/more.podnet",
            "specs/podnet.keys",
            "specs/podnet.lock",
            "specs/shop.podnet");
    assertThat(digests.files().get("specs/podnet.lock"))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void changesWithEveryFileThatIsReadAndWithNoOther() throws IOException {
    InputDigests before = read("specs/shop.podnet");
    in.with("specs/README.md", "no input");
    assertThat(read("specs/shop.podnet")).isEqualTo(before);
    in.with("specs/apps/api.yaml", "kind: Namespace\n");
    assertThat(read("specs/shop.podnet").files()).containsKey("specs/apps/api.yaml");
    in.with("specs/apps/web.yaml", "kind: Namespace\n\n");
    assertThat(read("specs/shop.podnet").files().get("specs/apps/web.yaml"))
        .isNotEqualTo(before.files().get("specs/apps/web.yaml"));
  }

  @Test
  void isIncompleteWhereOnlyACompileCanTellWhatIsWrong() throws IOException {
    assertThat(read("missing").complete()).isFalse();
    in.with("specs/more.podnet", "namespace {");
    assertThat(read("specs").complete()).isFalse();
    in.with("specs/more.podnet", "").with("specs/podnet.lock/file", "");
    assertThat(read("specs").complete()).isFalse();
  }
}
