package dev.podnet.output;

import dev.podnet.output.OutputException.Reason;
import dev.podnet.source.Failures;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A committed copy of an output, which reviewers approve: what a compile writes is compared with it, and put into it
 * where the difference is wanted.
 *
 * <p>Only what an output has is podnet's in it: {@code podnet.json} and all below {@code cluster}, {@code nodes},
 * {@code dns} and {@code ingress}. Anything else, such as a README or {@code .gitattributes}, is the owner's and neither
 * compared nor touched.
 */
public final class GoldenFolder {

  /** What stands at the top of an output (docs/output.md). */
  private static final Set<String> TOP =
      Set.of(OutputFolder.MARKER, "cluster", "nodes", "dns", "ingress");

  private final Path folder;
  private final String shown;
  private final List<PathMatcher> excludes;

  /**
   * Names a golden folder.
   *
   * @param folder absolute; need not exist
   * @param shown what messages call it
   * @param excludes patterns of paths that are left out, such as <code>cluster/lib/**</code>
   *     ({@link FileSystem#getPathMatcher}, "glob")
   * @throws java.util.regex.PatternSyntaxException when one is no pattern
   */
  public GoldenFolder(Path folder, String shown, List<String> excludes) {
    this.folder = folder;
    this.shown = shown;
    this.excludes = excludes.stream()
        .map(e -> folder.getFileSystem().getPathMatcher("glob:" + e))
        .toList();
  }

  /** Whether there is an approved output. */
  public boolean exists() {
    return Files.isRegularFile(folder.resolve(OutputFolder.MARKER));
  }

  /**
   * Compares an output with this folder.
   *
   * @param exact whether {@code podnet.json}'s version and digests of the inputs count too. They change with every
   *     comment of a spec and every release of podnet, and no host is any different for it.
   */
  public List<FileDifference> differences(Path output, boolean exact) throws IOException {
    return FolderDifference.of(
        folder,
        output,
        this::counts,
        (path, content) -> exact || !path.equals(OutputFolder.MARKER)
            ? content
            : PodnetJson.withoutOrigin(content));
  }

  private boolean counts(String path) {
    return isOutput(path) && !excluded(path);
  }

  private static boolean isOutput(String path) {
    int slash = path.indexOf('/');
    return TOP.contains(slash < 0 ? path : path.substring(0, slash));
  }

  private boolean excluded(String path) {
    Path relative = folder.getFileSystem().getPath(path);
    return !path.equals(OutputFolder.MARKER)
        && excludes.stream().anyMatch(e -> e.matches(relative));
  }

  /**
   * Makes this folder hold an output: what differs is replaced, what is no longer written goes, the rest is not touched.
   *
   * @param inputs files that were read: none may be inside
   * @return how many files were written or removed
   * @throws OutputException when that cannot be, and why
   */
  public int accept(Path output, List<Path> inputs) throws OutputException {
    try {
      refuseWhatIsNotOurs(inputs);
      Files.createDirectories(folder);
      SortedMap<String, Path> files = FolderFiles.of(output);
      files.keySet().removeIf(this::excluded);
      return copy(files) + clean(files);
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw new OutputException(
          Reason.ENVIRONMENT, "cannot write " + shown + ": " + Failures.reason(e), e);
    }
  }

  private void refuseWhatIsNotOurs(List<Path> inputs) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new OutputException(Reason.REFUSED, shown + " is a file, not a folder", null);
    }
    Path real = folder.toRealPath();
    for (Path input : inputs) {
      if (input.toRealPath().startsWith(real)) {
        throw new OutputException(
            Reason.REFUSED, shown + " holds the input " + input + "; name another folder", null);
      }
    }
    boolean occupied = TOP.stream().anyMatch(n -> Files.exists(folder.resolve(n)));
    if (occupied && !Marker.isIn(folder)) {
      throw new OutputException(
          Reason.REFUSED,
          shown + " has files where podnet's would be, and podnet did not write them",
          null);
    }
  }

  private int copy(SortedMap<String, Path> files) throws IOException {
    int written = 0;
    for (var file : files.entrySet()) {
      Path target = folder.resolve(file.getKey());
      byte[] content = Files.readAllBytes(file.getValue());
      if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
          || !Arrays.equals(Files.readAllBytes(target), content)) {
        makeRoom(target);
        Path fresh = target.resolveSibling("." + target.getFileName() + ".podnet");
        Files.deleteIfExists(fresh);
        Files.copy(file.getValue(), fresh, StandardCopyOption.COPY_ATTRIBUTES);
        move(fresh, target);
        written++;
      }
    }
    return written;
  }

  private static void move(Path fresh, Path target) throws IOException {
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes the folders above a file; what is in the way there goes, and nothing is written through a link. */
  private void makeRoom(Path target) throws IOException {
    Path above = folder;
    for (Path name : folder.relativize(target.getParent())) {
      if (name.toString().isEmpty()) {
        break;
      }
      above = above.resolve(name);
      if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(above);
        Files.createDirectory(above);
      }
    }
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      OutputFolder.delete(target);
    }
  }

  private int clean(SortedMap<String, Path> files) throws IOException {
    int removed = 0;
    Set<Path> emptied = new TreeSet<>(Comparator.reverseOrder());
    for (var file : FolderFiles.of(folder).entrySet()) {
      if (isOutput(file.getKey()) && !files.containsKey(file.getKey())) {
        Files.delete(file.getValue());
        removed++;
        for (Path above = file.getValue().getParent();
            !above.equals(folder);
            above = above.getParent()) {
          emptied.add(above);
        }
      }
    }
    for (Path each : emptied) {
      try (var entries = Files.list(each)) {
        if (entries.findAny().isPresent()) {
          continue;
        }
      }
      Files.delete(each);
    }
    return removed;
  }
}
