package dev.podnet.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podnet.output.OutputException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

  private static final String MARK = "{\"generator\":\"podnet\"}\n";

  @TempDir
  Path folder;

  private int write(Path out, boolean force, String... pathsAndTexts) throws OutputException {
    return OutputFolder.replace(out, "out", force, List.of(), sink -> {
      sink.file("podnet.json", false, w -> w.write(MARK));
      for (int i = 0; i < pathsAndTexts.length; i += 2) {
        String text = pathsAndTexts[i + 1];
        sink.file(pathsAndTexts[i], pathsAndTexts[i].endsWith(".sh"), w -> w.write(text));
      }
    });
  }

  private SortedMap<String, String> tree(Path root) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }

  private List<String> beside() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private void refused(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OutputException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void writesAFolderThatIsNotThereWithThoseAbove() throws IOException {
    Path out = folder.resolve("a/b/out");
    assertThat(write(out, false, "nodes/n1/apply.sh", "x\n")).isEqualTo(2);
    assertThat(tree(out)).containsEntry("nodes/n1/apply.sh", "x\n").hasSize(2);
    assertThat(Files.isExecutable(out.resolve("nodes/n1/apply.sh"))).isTrue();
    assertThat(Files.isExecutable(out.resolve("podnet.json"))).isFalse();
  }

  @Test
  void replacesTheWholeFolderAndLeavesNothingBeside() throws IOException {
    Path out = folder.resolve("out");
    write(out, false, "a", "1", "old", "x");
    write(out, false, "a", "2", "new/deep", "y");
    assertThat(tree(out)).containsOnlyKeys("a", "new/deep", "podnet.json").containsEntry("a", "2");
    assertThat(beside()).containsExactly("out");
  }

  @Test
  void takesAnEmptyFolder() throws IOException {
    Files.createDirectory(folder.resolve("out"));
    write(folder.resolve("out"), false, "a", "1");
    assertThat(tree(folder.resolve("out"))).containsKey("a");
  }

  @Test
  void neverReplacesAFolderOfSomebodyElseWithoutForce() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("thesis.txt"), "years of work");
    refused(Reason.REFUSED, () -> write(out, false, "a", "1"));
    Files.writeString(out.resolve("podnet.json"), "{\"generator\":\"somebody\"}");
    refused(Reason.REFUSED, () -> write(out, false, "a", "1"));
    Files.writeString(out.resolve("podnet.json"), "not json");
    refused(Reason.REFUSED, () -> write(out, false, "a", "1"));
    assertThat(tree(out)).containsEntry("thesis.txt", "years of work").hasSize(2);
    assertThat(beside()).containsExactly("out");
    write(out, true, "a", "1");
    assertThat(tree(out)).containsOnlyKeys("a", "podnet.json");
  }

  @Test
  void refusesFilesLinksAndFoldersThatHoldAnInput() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    refused(Reason.REFUSED, () -> write(file, true, "a", "1"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), other);
    refused(Reason.REFUSED, () -> write(link, true, "a", "1"));
    Path spec = Files.writeString(other.resolve("shop.podnet"), "x");
    refused(
        Reason.REFUSED,
        () -> OutputFolder.replace(other, "out", true, List.of(spec), sink -> {
          throw new AssertionError("nothing is to be written");
        }));
    refused(Reason.REFUSED, () -> write(Path.of("/"), true, "a", "1"));
    assertThat(tree(other)).containsOnlyKeys("shop.podnet");
  }

  @Test
  void leavesTheFolderAsItWasWhenWritingFails() throws IOException {
    Path out = folder.resolve("out");
    write(out, false, "a", "1");
    assertThatThrownBy(() -> OutputFolder.replace(out, "out", false, List.of(), sink -> {
          sink.file("a", false, w -> w.write("2"));
          throw new IOException("No space left on device");
        }))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("no space left on device")
        .hasMessageContaining("nothing was changed");
    assertThat(tree(out)).containsEntry("a", "1");
    assertThatThrownBy(() -> OutputFolder.replace(out, "out", false, List.of(), sink -> {
          throw new IllegalStateException("a bug");
        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(tree(out)).containsEntry("a", "1");
    assertThat(beside()).containsExactly("out");
  }

  @Test
  void letsNoPathOutOfTheFolder() throws IOException {
    Path out = folder.resolve("out");
    for (String path : List.of(
        "../x", "/etc/x", "a/../../x", "a//b", "a/./b", ".hidden", "a\\b", "a\nb", "", "a/")) {
      assertThatThrownBy(() -> write(out, false, path, "x"))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> write(out, false, "a", "1", "a", "2"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(beside()).isEmpty();
  }

  @Test
  void putsBackWhatAKilledRunHadMovedAside() throws IOException {
    Path out = folder.resolve("out");
    write(out, false, "a", "1");
    Path staging = Files.createDirectory(folder.resolve(".out.podnet"));
    Files.move(out, staging.resolve("old"));
    Files.createDirectories(staging.resolve("new/half"));
    assertThatThrownBy(() -> OutputFolder.replace(out, "out", false, List.of(), sink -> {
          throw new IOException("stop");
        }))
        .isInstanceOf(OutputException.class);
    assertThat(tree(out)).containsEntry("a", "1");
    assertThat(beside()).containsExactly("out");
  }

  @Test
  void removesWhatAKilledRunHadBegun() throws IOException {
    Path out = folder.resolve("out");
    write(out, false, "a", "1");
    Path staging = Files.createDirectory(folder.resolve(".out.podnet"));
    Files.writeString(Files.createDirectory(staging.resolve("new")).resolve("x"), "x");
    Files.writeString(staging.resolve("lock"), "");
    write(out, false, "a", "2");
    assertThat(tree(out)).containsEntry("a", "2");
    assertThat(beside()).containsExactly("out");
  }

  @Test
  void stepsBackWhenAnotherRunWritesTheFolder() throws IOException {
    Path out = folder.resolve("out");
    Path staging = Files.createDirectory(folder.resolve(".out.podnet"));
    try (FileChannel channel = FileChannel.open(
        staging.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNotNull();
      assertThatThrownBy(() -> write(out, false, "a", "1"))
          .isInstanceOf(OutputException.class)
          .hasMessageContaining("another podnet");
    }
    write(out, false, "a", "1");
    assertThat(beside()).containsExactly("out");
  }

  @Test
  void keepsTheTimesOfFilesThatDoNotChange() throws IOException {
    Path out = folder.resolve("out");
    String large = "x".repeat(600_000);
    write(out, false, "same", "1", "other", "1", "tool.sh", "1", "large", large);
    FileTime before = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    for (String name : List.of("same", "other", "tool.sh")) {
      Files.setLastModifiedTime(out.resolve(name), before);
    }
    write(out, false, "same", "1", "other", "2", "tool.sh", "1", "large", large);
    assertThat(Files.getLastModifiedTime(out.resolve("same"))).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(out.resolve("tool.sh"))).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(out.resolve("other"))).isNotEqualTo(before);
    assertThat(Files.getAttribute(out.resolve("same"), "unix:nlink")).isEqualTo(1);
    assertThat(Files.isExecutable(out.resolve("tool.sh"))).isTrue();
    assertThat(tree(out)).containsEntry("large", large).containsEntry("other", "2");
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    refused(Reason.ENVIRONMENT, () -> write(file.resolve("out"), false, "a", "1"));
    refused(Reason.ENVIRONMENT, () -> write(Path.of("/proc/podnet-out"), false, "a", "1"));
  }

  @Test
  void leavesTheFolderAsItWasWhenTheDiskIsFull() throws IOException {
    Path full = Path.of("/dev/full");
    Path out = folder.resolve("out");
    write(out, false, "a", "1");
    assertThatThrownBy(() -> OutputFolder.replace(
            out,
            "out",
            false,
            List.of(),
            sink -> sink.file("podnet.json", false, w -> {
              try (var to = Files.newBufferedWriter(full)) {
                to.write(MARK);
              }
            })))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("no space left on device");
    assertThat(tree(out)).containsEntry("a", "1");
    assertThat(beside()).containsExactly("out");
  }
}
