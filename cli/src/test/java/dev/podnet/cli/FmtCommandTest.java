package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtCommandTest {

  private static final String CROOKED = "node  n1 {address 192.168.1.11}\n# a remark\n";
  private static final String STRAIGHT = "node n1 { address 192.168.1.11 }\n# a remark\n";

  @TempDir
  Path folder;

  private Path spec(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void itLaysOutFilesAndNamesThoseItChanged() throws IOException {
    Path file = spec("a.podnet", CROOKED);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    spec("sub/b.podnet", STRAIGHT);
    spec("c.yaml", "kind: [");

    Run run = Run.in(folder, "fmt", ".");

    assertThat(run).isEqualTo(new Run(0, "a.podnet\n", ""));
    assertThat(file).content().isEqualTo(STRAIGHT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(Run.in(folder, "fmt", ".")).isEqualTo(new Run(0, "", ""));
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(3);
    }
  }

  @Test
  void checkMarksTheFirstLineThatDiffers() throws IOException {
    spec("a.podnet", "cluster c\n" + CROOKED);

    Run github = Run.in(folder, "fmt", "--check", "--format", "github", ".");
    Run sarif = Run.in(folder, "fmt", "--check", "--format", "sarif", ".");
    Run changes = Run.in(folder, "fmt", "--format", "github", ".");

    assertThat(github.status()).isEqualTo(1);
    assertThat(github.out())
        .startsWith("::error file=a.podnet,line=2,endLine=2,col=1,endColumn=32,title=PN9029::")
        .hasLineCount(1);
    assertThat(sarif.status()).isEqualTo(1);
    assertThat(sarif.out()).contains("\"ruleId\": \"PN9029\"");
    assertThat(changes).isEqualTo(new Run(0, "", ""));
    assertThat(Run.in(folder, "fmt", "--check", "--format", "github", "."))
        .isEqualTo(new Run(0, "", ""));
  }

  @Test
  void aByteOrderMarkGoes() throws IOException {
    Path file = spec("a.podnet", "\ufeff" + STRAIGHT);
    assertThat(Run.in(folder, "fmt", "a.podnet").status()).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(STRAIGHT.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void checkChangesNothingAndSaysWhich() throws IOException {
    Path file = spec("a.podnet", CROOKED);
    assertThat(Run.in(folder, "fmt", "--check", ".")).isEqualTo(new Run(1, "a.podnet\n", ""));
    assertThat(file).content().isEqualTo(CROOKED);
    spec("a.podnet", STRAIGHT);
    assertThat(Run.in(folder, "fmt", "--check", ".")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void diffShowsTheLines() throws IOException {
    spec("a.podnet", CROOKED);
    assertThat(Run.in(folder, "fmt", "--diff", "a.podnet")).isEqualTo(new Run(0, """
            --- a/a.podnet
            +++ b/a.podnet
            @@ -1,2 +1,2 @@
            -node  n1 {address 192.168.1.11}
            +node n1 { address 192.168.1.11 }
             # a remark
            """, ""));
    assertThat(Run.in(folder, "fmt", "--diff", "--check", "a.podnet").status()).isEqualTo(1);
  }

  @Test
  void standardInputGoesToStandardOutput() {
    assertThat(Run.piped(folder, CROOKED, "fmt", "-")).isEqualTo(new Run(0, STRAIGHT, ""));
    assertThat(Run.piped(folder, CROOKED, "fmt", "--check", "-"))
        .isEqualTo(new Run(1, "<stdin>\n", ""));
    Run wrong = Run.piped(folder, "nod n1", "fmt", "-");
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).contains("--> <stdin>:1:1");
    assertThat(Run.piped(folder, "", "fmt", "-", "a.podnet").status()).isEqualTo(2);
  }

  @Test
  void aFileWithASyntaxErrorIsLeftAloneAndOthersAreLaidOut() throws IOException {
    Path wrong = spec("a.podnet", "node  n1 {address\n");
    Path right = spec("b.podnet", CROOKED);
    Run run = Run.in(folder, "fmt", ".");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("a.podnet:1:");
    assertThat(wrong).content().isEqualTo("node  n1 {address\n");
    assertThat(right).content().isEqualTo(STRAIGHT);
  }

  @Test
  void aFileThatCannotBeReadIsTheEnvironmentsFault() {
    Run run = Run.in(folder, "fmt", "none.podnet");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("PN9002");
  }

  @Test
  void jsonNamesWhatChangedOrWould() throws IOException {
    spec("a.podnet", CROOKED);
    Run run = Run.in(folder, "fmt", "--check", "--format", "json", ".");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.json().get("formatVersion").getAsString()).isEqualTo("1");
    assertThat(run.json().getAsJsonArray("changed").get(0).getAsString()).isEqualTo("a.podnet");
  }

  @Test
  void everyExampleIsLaidOut() {
    Run run = Run.in(Path.of("").toAbsolutePath(), "fmt", "--diff", "--check", "../examples");
    assertThat(run).isEqualTo(new Run(0, "", ""));
  }
}
