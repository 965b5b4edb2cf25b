package dev.podnet.cli;

import dev.podnet.compile.Compilation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Compiles again whenever an input has changed: a file that was read, podnet.lock and podnet.keys, and any file or folder that
 * comes or goes in a folder that was given, that a file was read from or that was looked through for a pattern, which may mean it. Files are looked at by their size
 * and times, which works on every file system; a change counts once nothing has changed for a moment.
 */
final class Watch {

  private static final long EVERY_MILLIS = 200;

  /**
   * One compile.
   *
   * @param status its exit status
   * @param files what was looked at
   * @param folders where something was looked for
   */
  record Turn(int status, Set<Path> files, Set<Path> folders) {}

  private final Environment environment;
  private final boolean quiet;
  private final Path output;
  private final List<Path> given;

  /**
   * Makes one.
   *
   * @param output what is written, which is no input
   * @param inputs as the user gave them
   * @param quiet whether to say nothing besides
   */
  Watch(Environment environment, Path output, List<String> inputs, boolean quiet) {
    this.environment = environment;
    this.quiet = quiet;
    this.output = output.toAbsolutePath().normalize();
    this.given = inputs.stream()
        .map(i -> environment.workingFolder().resolve(i).toAbsolutePath().normalize())
        .toList();
  }

  /** The files whose change would change a compilation. */
  static Set<Path> looksAt(Compilation compilation) {
    Set<Path> files = new TreeSet<>();
    compilation.inputs().forEach(i -> files.add(i.path()));
    compilation.lockFile().ifPresent(lock -> {
      files.add(lock);
      files.add(lock.resolveSibling("podnet.keys"));
    });
    return files;
  }

  /**
   * Compiles until the thread is interrupted; Ctrl-C ends the whole process.
   *
   * @return the status of the last compile
   */
  int run(Supplier<Turn> compile) {
    while (true) {
      Map<Path, String> before = look(Set.of(), Set.of());
      Turn turn = compile.get();
      Set<Path> files = turn.files();
      Map<Path, String> known = look(files, turn.folders());
      // What changed while it was compiled is compiled again at once.
      boolean again = before.entrySet().stream()
          .anyMatch(e -> !e.getValue().equals(known.getOrDefault(e.getKey(), "")));
      if (!quiet) {
        environment
            .err()
            .println("watching " + Report.plural(files.size(), "file") + "; Ctrl-C ends");
      }
      environment.err().flush();
      try {
        if (!again) {
          awaitChange(known, turn);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return turn.status();
      }
    }
  }

  private void awaitChange(Map<Path, String> known, Turn turn) throws InterruptedException {
    Map<Path, String> last = known;
    while (true) {
      Thread.sleep(EVERY_MILLIS);
      Map<Path, String> now = look(turn.files(), turn.folders());
      if (!now.equals(known) && now.equals(last)) {
        return; // changed, and quiet since
      }
      last = now;
    }
  }

  /** What the files are like now, by path; of what is not there, nothing. */
  private Map<Path, String> look(Set<Path> files, Set<Path> searched) {
    Map<Path, String> seen = new TreeMap<>();
    List<Path> folders = new ArrayList<>(given);
    files.forEach(f -> folders.add(f.getParent()));
    folders.addAll(searched);
    files.forEach(f -> note(f, seen));
    for (Path folder : folders.stream().distinct().toList()) {
      if (!Files.isDirectory(folder)) {
        note(folder, seen);
        continue;
      }
      boolean deep = given.contains(folder);
      try {
        Files.walkFileTree(folder, Set.of(), deep ? 32 : 1, new Visitor(seen));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return seen;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Map<Path, String> seen;

    Visitor(Map<Path, String> seen) {
      this.seen = seen;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden =
          folder.getFileName() != null && folder.getFileName().toString().startsWith(".");
      return folder.equals(output) || hidden && !given.contains(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (name.matches("[^.].*\\.(podnet|ya?ml|json)")) {
        note(file, seen);
      } else if (attributes.isDirectory() && !name.startsWith(".") && !file.equals(output)) {
        seen.put(file, "folder"); // a pattern may mean what is in it
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // it went just now, or may not be read: the compile says so
    }
  }

  private static void note(Path file, Map<Path, String> seen) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      seen.put(file, now.size() + " " + now.lastModifiedTime() + " " + now.fileKey());
    } catch (IOException e) {
      seen.remove(file);
    }
  }
}
