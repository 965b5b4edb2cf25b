package dev.podnet.output;

import dev.podnet.render.OutputSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Writes files below a new folder; no path leads out of it. A file that is as it was before is taken over. */
final class FolderSink implements OutputSink {

  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]*+(?:/[A-Za-z0-9_][A-Za-z0-9._@+-]*+)*+");

  private final Path root;
  private final Path before;
  private final boolean updates;
  private final Map<String, Path> folders = new ConcurrentHashMap<>();
  private final Set<String> files = ConcurrentHashMap.newKeySet();

  /**
   * Makes the new folder.
   *
   * @param root the new folder
   * @param before the one it replaces, which need not exist
   */
  FolderSink(Path root, Path before) throws IOException {
    this.root = root;
    this.before = before;
    this.updates = Files.isDirectory(before, LinkOption.NOFOLLOW_LINKS);
    Files.createDirectory(root);
  }

  @Override
  public void file(String path, boolean executable, Content content) throws IOException {
    check(path);
    Path parent = folderOf(path);
    String name = path.substring(path.lastIndexOf('/') + 1);
    write(parent.resolve(name), before.resolve(path), executable, content);
  }

  /** One file under two names, where the file system can do that. */
  @Override
  public void again(String path, boolean executable, Content content, String first)
      throws IOException {
    check(path);
    Path parent = folderOf(path);
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!linked(parent.resolve(name), root.resolve(first))) {
      write(parent.resolve(name), before.resolve(path), executable, content);
    }
  }

  private void check(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("'" + path + "' is no path for an output file");
    }
    if (!files.add(path)) {
      throw new IllegalArgumentException("'" + path + "' is written twice");
    }
  }

  /** The folder that a file is in, made where it is not there yet. */
  private Path folderOf(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return root;
    }
    String name = path.substring(0, slash);
    Path known = folders.get(name);
    if (known == null) {
      known = root.resolve(name);
      Files.createDirectories(known);
      folders.put(name, known);
    }
    return known;
  }

  private void write(Path file, Path same, boolean executable, Content content) throws IOException {
    try (SpillStream bytes = new SpillStream(file, executable);
        TextWriter out = new TextWriter(bytes)) {
      content.writeTo(out);
      out.flush();
      if (updates && !bytes.spilled() && unchanged(same, bytes, executable) && linked(file, same)) {
        return;
      }
      bytes.spill();
    }
  }

  /** Whether the file of the old folder is what the new one is to be. */
  private static boolean unchanged(Path same, SpillStream bytes, boolean executable)
      throws IOException {
    return Files.isRegularFile(same, LinkOption.NOFOLLOW_LINKS)
        && Files.size(same) == bytes.size()
        && Files.isExecutable(same) == executable
        && Files.isReadable(same)
        && bytes.holds(Files.readAllBytes(same));
  }

  /** Gives a file a second name. So an old one is taken over with its time; its own name goes with the old folder. */
  private static boolean linked(Path file, Path same) {
    try {
      Files.createLink(file, same);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      // Not every file system has links, or as many as that; then the file is written anew.
      return false;
    }
  }

  int count() {
    return files.size();
  }

  /** Checks that the folder will be known as podnet's own. */
  void finish() {
    if (!files.contains(OutputFolder.MARKER)) {
      throw new IllegalStateException("an output without " + OutputFolder.MARKER);
    }
  }
}
