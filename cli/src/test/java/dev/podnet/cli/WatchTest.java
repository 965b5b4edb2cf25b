package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WatchTest {

  @TempDir
  Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Thread thread;
  private int status = -1;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(folder.resolve("specs/manifests"));
    write("specs/shop.podnet", Run.SPEC + "import \"manifests/*.yaml\"\n");
    write("specs/manifests/a.yaml", service("a"));
    Environment environment = new Environment(
        folder,
        Map.of(),
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        false);
    thread = new Thread(() ->
        status = Main.run(environment, "compile", "specs/shop.podnet", "-o", "out", "--watch"));
    thread.start();
    await(() -> compiles() == 1);
  }

  @AfterEach
  void end() throws InterruptedException {
    thread.interrupt();
    thread.join();
    assertThat(status).isIn(ExitStatus.DONE, ExitStatus.WRONG_INPUT);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String service(String name) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name
        + "}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n";
  }

  private int compiles() {
    return out.toString(StandardCharsets.UTF_8).split("compiled ", -1).length - 1;
  }

  private boolean watching(int times) {
    return err.toString(StandardCharsets.UTF_8).split("watching ", -1).length - 1 == times;
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  private boolean written(String text) {
    try {
      return Files.readString(folder.resolve("out/podnet.json")).contains(text);
    } catch (IOException e) {
      return false; // between the old folder and the new one
    }
  }

  @Test
  void compilesAgainWhenAnInputAnImportOrAFileOfAPatternChanges() throws IOException {
    await(() -> watching(1));
    write(
        "specs/shop.podnet", Run.SPEC.replace("web 2", "web 3") + "import \"manifests/*.yaml\"\n");
    await(() -> written("\"web-3\""));
    await(() -> watching(2));
    write("specs/manifests/a.yaml", service("other"));
    await(() -> written("\"other\""));
    await(() -> watching(3));
    write("specs/manifests/b.yaml", service("new"));
    await(() -> written("\"new\""));
    await(() -> watching(4));
    Files.delete(folder.resolve("specs/manifests/b.yaml"));
    await(() -> watching(5));
    assertThat(written("\"new\"")).isFalse();
    assertThat(compiles()).isEqualTo(5);
  }

  @Test
  void compilesAgainWhenAFileComesInAFolderThatAPatternOfAnyDepthMeans() throws IOException {
    await(() -> watching(1));
    write("specs/shop.podnet", Run.SPEC + "import \"manifests/**/*.yaml\"\n");
    await(() -> watching(2));
    Files.createDirectories(folder.resolve("specs/manifests/team/deep"));
    await(() -> watching(3));
    write("specs/manifests/team/deep/b.yaml", service("new"));
    await(() -> written("\"new\""));
    assertThat(written("\"a\"")).isTrue();
  }

  @Test
  void compilesAgainWhenWhatAnImportMissedComes() throws IOException {
    await(() -> watching(1));
    write("specs/shop.podnet", Run.SPEC + "import \"later/team/*.yaml\"\n");
    await(() -> watching(2));
    assertThat(compiles()).isEqualTo(1);
    Files.createDirectories(folder.resolve("specs/later/team"));
    write("specs/later/team/b.yaml", service("new"));
    await(() -> written("\"new\""));
  }

  @Test
  void showsErrorsAndKeepsTheOldOutput() throws IOException {
    await(() -> watching(1));
    String before = Files.readString(folder.resolve("out/podnet.json"));
    FileTime time = Files.getLastModifiedTime(folder.resolve("out/nodes/n1/host.sh"));
    write("specs/shop.podnet", "cluster shop { backend nosuch }\n");
    await(() -> watching(2));
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("error[PN").contains("nosuch");
    assertThat(folder.resolve("out/podnet.json")).hasContent(before);
    write("specs/shop.podnet", "# mended\n" + Run.SPEC + "import \"manifests/*.yaml\"\n");
    await(() -> compiles() == 2);
    assertThat(Files.getLastModifiedTime(folder.resolve("out/nodes/n1/host.sh")))
        .as("a file that says the same keeps its time")
        .isEqualTo(time);
  }
}
