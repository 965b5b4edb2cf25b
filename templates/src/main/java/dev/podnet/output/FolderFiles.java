package dev.podnet.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files below a folder. */
public final class FolderFiles {

  private FolderFiles() {}

  /**
   * Every file by its path below the folder, with slashes; none when there is no folder. Links are listed, not followed.
   */
  public static SortedMap<String, Path> of(Path folder) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        files.put(folder.relativize(file).toString().replace('\\', '/'), file);
        return FileVisitResult.CONTINUE;
      }
    });
    return files;
  }

  /** A digest of all paths, contents and of which files may be executed; another one when any of these changes. */
  public static String digest(Path folder) throws IOException {
    MessageDigest all = sha256();
    for (var file : of(folder).entrySet()) {
      Path path = file.getValue();
      boolean regular = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
      byte[] content = regular ? sha256().digest(Files.readAllBytes(path)) : new byte[0];
      all.update(file.getKey().getBytes(StandardCharsets.UTF_8));
      all.update((byte) 0);
      all.update((byte) (regular ? Files.isExecutable(path) ? 2 : 1 : 0));
      all.update(content);
    }
    return HexFormat.of().formatHex(all.digest());
  }

  /** The digest of some bytes, in lower-case hex. */
  public static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
