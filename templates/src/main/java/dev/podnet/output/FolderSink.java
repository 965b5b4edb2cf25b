package dev.podnet.output;

import dev.podnet.render.OutputSink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes files below a new folder; no path leads out of it. A file that is as it was before is taken over. */
final class FolderSink implements OutputSink {

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]*");

  private final Path root;
  private final Path before;
  private final Set<String> folders = new HashSet<>();
  private final Set<String> files = new HashSet<>();

  /**
   * Makes the new folder.
   *
   * @param root the new folder
   * @param before the one it replaces, which need not exist
   */
  FolderSink(Path root, Path before) throws IOException {
    this.root = root;
    this.before = before;
    Files.createDirectory(root);
  }

  @Override
  public void file(String path, boolean executable, Content content) throws IOException {
    for (String segment : path.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches()) {
        throw new IllegalArgumentException("'" + path + "' is no path for an output file");
      }
    }
    if (!files.add(path)) {
      throw new IllegalArgumentException("'" + path + "' is written twice");
    }
    int slash = path.lastIndexOf('/');
    if (slash > 0 && folders.add(path.substring(0, slash))) {
      Files.createDirectories(root.resolve(path.substring(0, slash)));
    }
    write(root.resolve(path), before.resolve(path), executable, content);
  }

  private void write(Path file, Path same, boolean executable, Content content) throws IOException {
    try (SpillStream bytes = new SpillStream(file, executable);
        BufferedWriter out =
            new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
      content.writeTo(out);
      out.flush();
      if (!bytes.spilled() && unchanged(same, bytes, executable) && linked(file, same)) {
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

  /** Takes the old file over, with its time, as a second link; the old folder's own link goes with that folder. */
  private static boolean linked(Path file, Path same) {
    try {
      Files.createLink(file, same);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      // Not every file system has links; then the file is written anew.
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
