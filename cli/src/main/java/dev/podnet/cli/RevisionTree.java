package dev.podnet.cli;

import dev.podnet.cli.Git.Refused;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ReviewCode;
import dev.podnet.source.Failures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Inputs as they were at a revision, in a folder of their own that goes when it is closed. The names of a tree may be
 * anything, so each is checked before it becomes a path, and links are made last and lead nowhere outside.
 */
final class RevisionTree implements AutoCloseable {

  private static final int MOST_FILES = 500_000;
  private static final long MOST_BYTES = 2L << 30;
  private static final long MOST_BYTES_OF_ONE = 512L << 20;
  private static final String LINK = "120000";

  private final Path root;
  private final Path workingFolder;
  private final List<String> inputs = new ArrayList<>();
  private final Map<Path, Path> links = new TreeMap<>();
  private final String commit;

  private RevisionTree(Path root, Path workingFolder, String commit) {
    this.root = root;
    this.workingFolder = workingFolder;
    this.commit = commit;
  }

  /** What relative inputs are relative to, in the folder of this tree. */
  Path workingFolder() {
    return workingFolder;
  }

  /** The inputs, as they can be given to a compile there. */
  List<String> inputs() {
    return inputs;
  }

  /** The commit, as a hexadecimal number. */
  String commit() {
    return commit;
  }

  /** A file of a tree. */
  private record Entry(String mode, String id, long size, String path) {}

  /**
   * Takes the inputs out of the repository they are in.
   *
   * @param revision as git understands it: a branch, a tag, a commit
   * @return empty when that is not possible, which is reported
   */
  static Optional<RevisionTree> of(
      Path workingFolder, String revision, List<String> inputs, Diagnostics diagnostics) {
    RevisionTree tree = null;
    try {
      List<Path> paths = new ArrayList<>();
      for (String input : inputs) {
        paths.add(real(workingFolder.resolve(input).normalize()));
      }
      Path near = paths.get(0);
      while (!Files.isDirectory(near)) {
        near = near.getParent();
      }
      Optional<Path> top = top(near, diagnostics);
      if (top.isEmpty()) {
        return Optional.empty();
      }
      Git git = new Git(top.get());
      Optional<String> commit = commit(git, revision, diagnostics);
      if (commit.isEmpty()) {
        return Optional.empty();
      }
      Path here = real(workingFolder);
      boolean inside = here.startsWith(top.get());
      Path root = Files.createTempDirectory("podnet-").toRealPath();
      Path there = inside ? root.resolve(top.get().relativize(here).toString()) : root;
      tree = new RevisionTree(root, there.normalize(), commit.get());
      for (int i = 0; i < paths.size(); i++) {
        if (!tree.take(
            git, top.get(), paths.get(i), inputs.get(i), inside, revision, diagnostics)) {
          tree.close();
          return Optional.empty();
        }
      }
      tree.link();
      return Optional.of(tree);
    } catch (Refused e) {
      failed(e.getMessage(), diagnostics);
    } catch (InvalidPathException e) {
      failed("'" + e.getInput() + "' is no path", diagnostics);
    } catch (IOException e) {
      failed(Failures.reason(e), diagnostics);
    }
    if (tree != null) {
      tree.close();
    }
    return Optional.empty();
  }

  private static void failed(String why, Diagnostics diagnostics) {
    Diagnostic.of(ReviewCode.GIT_FAILED, "cannot ask git: " + why).to(diagnostics);
  }

  /** A path without links in what is there of it. */
  private static Path real(Path path) throws IOException {
    Path there = path;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(path)).normalize();
  }

  private static Optional<Path> top(Path folder, Diagnostics diagnostics) throws IOException {
    try {
      return Optional.of(
          Path.of(new Git(folder).line("rev-parse", "--show-toplevel")).toRealPath());
    } catch (Refused e) {
      Diagnostic.of(
              ReviewCode.NO_REPOSITORY,
              "the inputs are in no git repository that can be used: " + e.getMessage())
          .help("give both specs: podnet diff OLD NEW")
          .to(diagnostics);
      return Optional.empty();
    }
  }

  private static Optional<String> commit(Git git, String revision, Diagnostics diagnostics)
      throws IOException {
    try {
      return Optional.of(
          git.line("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"));
    } catch (Refused e) {
      Diagnostic.of(ReviewCode.NO_REVISION, "git knows no revision '" + revision + "' here")
          .help("a branch, a tag or a commit; `git fetch` brings those of a remote")
          .to(diagnostics);
      return Optional.empty();
    }
  }

  private boolean take(
      Git git,
      Path top,
      Path path,
      String shown,
      boolean inside,
      String revision,
      Diagnostics diagnostics)
      throws IOException, Refused {
    if (!path.startsWith(top)) {
      Diagnostic.of(ReviewCode.NO_REPOSITORY, shown + " is outside of the repository of the others")
          .help("give both specs: podnet diff OLD NEW")
          .to(diagnostics);
      return false;
    }
    String relative = top.relativize(path).toString().replace('\\', '/');
    List<Entry> self = relative.isEmpty()
        ? List.of()
        : list(git, "ls-tree", "-z", "-l", "--full-tree", commit, relative);
    if (!relative.isEmpty() && self.isEmpty()) {
      Diagnostic.of(ReviewCode.NOT_AT_REVISION, "there is no " + shown + " at " + revision)
          .help("name the folder of the spec, or give both specs: podnet diff OLD NEW")
          .to(diagnostics);
      return false;
    }
    boolean file = !self.isEmpty() && self.get(0).size() >= 0;
    int slash = relative.lastIndexOf('/');
    String folder = !file ? relative : slash < 0 ? "" : relative.substring(0, slash);
    List<Entry> entries = folder.isEmpty()
        ? list(git, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
        : list(git, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, folder + "/");
    String marker = (relative.isEmpty() ? "" : relative + "/") + "podnet.json";
    boolean output = entries.stream().anyMatch(e -> e.path().equals(marker));
    extract(git, entries.stream().filter(e -> output || isInput(e.path())).toList());
    String moved = workingFolder.relativize(root.resolve(relative)).toString();
    boolean same = inside && !Path.of(shown).isAbsolute();
    inputs.add(same ? shown : moved.isEmpty() ? "." : moved);
    return true;
  }

  private static boolean isInput(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.endsWith(".podnet")
        || name.endsWith(".yaml")
        || name.endsWith(".yml")
        || name.endsWith(".json")
        || name.equals("podnet.lock")
        || name.equals("podnet.keys");
  }

  /** {@code MODE TYPE ID SIZE\tPATH}, each with a zero byte behind it (git-ls-tree(1)); folders have no size. */
  private static List<Entry> list(Git git, String... arguments) throws IOException, Refused {
    String text = new String(git.output(arguments), StandardCharsets.UTF_8);
    List<Entry> entries = new ArrayList<>();
    for (String line : text.split("\0")) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        String[] words = line.substring(0, tab).trim().split(" +");
        String path = line.substring(tab + 1);
        if (!words[3].matches("-|[0-9]{1,18}")) {
          // git writes BAD for a file whose object is not there.
          throw new Refused("the repository lacks the content of " + path);
        }
        long size = words[3].equals("-") ? -1 : Long.parseLong(words[3]);
        entries.add(new Entry(words[0], words[2], size, path));
      }
    }
    return entries;
  }

  private void extract(Git git, List<Entry> all) throws IOException, Refused {
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : all) {
      if (entry.size() >= 0 && !Files.exists(target(entry.path()))) {
        bytes += entry.size();
        entries.add(entry);
      }
    }
    if (entries.size() > MOST_FILES || bytes > MOST_BYTES) {
      throw new Refused("there is more than podnet reads");
    }
    git.contents(entries.stream().map(Entry::id).toList(), MOST_BYTES_OF_ONE, (i, content) -> {
      Path target = target(entries.get(i).path());
      Files.createDirectories(target.getParent());
      if (entries.get(i).mode().equals(LINK)) {
        links.put(target, Path.of(new String(content, StandardCharsets.UTF_8)));
      } else {
        Files.write(target, content, StandardOpenOption.CREATE_NEW);
      }
    });
  }

  /** Makes the links, when nothing more is written that could go through one. */
  private void link() throws IOException {
    for (Map.Entry<Path, Path> link : links.entrySet()) {
      Path end = link.getKey().getParent().resolve(link.getValue()).normalize();
      if (!link.getValue().isAbsolute() && end.startsWith(root)) {
        Files.createSymbolicLink(link.getKey(), link.getValue());
      }
    }
  }

  /** Where a file of the tree goes. */
  private Path target(String path) throws IOException {
    Path target = root;
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
        throw new IOException("the revision has a file of the name '" + path + "'");
      }
      target = target.resolve(name);
    }
    if (!target.startsWith(root) || target.equals(root)) {
      throw new IOException("the revision has a file of the name '" + path + "'");
    }
    return target;
  }

  /** Removes the folder. */
  @Override
  public void close() {
    try {
      Files.walkFileTree(root, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
            throws IOException {
          Files.delete(file);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure)
            throws IOException {
          Files.delete(folder);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      // It is a temporary folder: what is left of it goes with the others there.
      root.toFile().deleteOnExit();
    }
  }
}
