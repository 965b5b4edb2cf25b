package dev.podnet.output;

import dev.podnet.render.OutputSink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes files below a new folder; no path leads out of it. */
final class FolderSink implements OutputSink {

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]*");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path root;
  private final Set<String> folders = new HashSet<>();
  private final Set<String> files = new HashSet<>();
  private final boolean posix;

  FolderSink(Path root) throws IOException {
    this.root = root;
    Files.createDirectory(root);
    this.posix = Files.getFileStore(root).supportsFileAttributeView("posix");
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
    Path file = root.resolve(path);
    try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        StandardCharsets.UTF_8))) {
      content.writeTo(out);
    }
    if (executable && posix) {
      Files.setPosixFilePermissions(file, PROGRAM);
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

  /** Gives a new file that is the same as the old one the old one's time, so that nothing looks changed that is not. */
  static void keepTimes(Path old, Path fresh) throws IOException {
    Files.walkFileTree(fresh, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Path before = old.resolve(fresh.relativize(file));
        if (Files.isRegularFile(before, LinkOption.NOFOLLOW_LINKS)
            && Files.size(before) == attributes.size()
            && Files.mismatch(before, file) < 0) {
          Files.setLastModifiedTime(file, Files.getLastModifiedTime(before));
        }
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
