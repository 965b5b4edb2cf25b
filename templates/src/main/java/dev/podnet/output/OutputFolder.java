package dev.podnet.output;

import dev.podnet.output.OutputException.Reason;
import dev.podnet.render.OutputSink;
import dev.podnet.source.Failures;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The folder a compile writes: replaced as a whole or left as it was.
 *
 * <p>Everything is written into {@code .NAME.podnet} beside it first. Then the old folder moves in there, the new one
 * out, and the rest goes. A run that ends between the two moves leaves the old folder whole in there; the next run puts
 * it back before it begins.
 */
public final class OutputFolder {

  /** The file by which a folder is known as podnet's own. */
  public static final String MARKER = "podnet.json";

  private final Path folder;
  private final Path staging;
  private final Path fresh;
  private final Path old;

  private OutputFolder(Path folder) {
    this.folder = folder;
    this.staging = folder.resolveSibling("." + folder.getFileName() + ".podnet");
    this.fresh = staging.resolve("new");
    this.old = staging.resolve("old");
  }

  /** What writes the files. */
  public interface Writing {

    /** Hands every file to the sink. */
    void writeTo(OutputSink sink) throws IOException;
  }

  /**
   * Replaces a folder.
   *
   * @param target the folder; need not exist
   * @param shown what messages call it
   * @param force whether to replace a folder that podnet did not write
   * @param inputs files that were read: none may be inside the folder
   * @return how many files it holds now
   * @throws OutputException when nothing was changed, and why
   */
  public static int replace(
      Path target, String shown, boolean force, List<Path> inputs, Writing writing)
      throws OutputException {
    Path folder = target.toAbsolutePath().normalize();
    if (folder.getFileName() == null) {
      throw new OutputException(Reason.REFUSED, shown + " is no folder to write to", null);
    }
    OutputFolder output = new OutputFolder(folder);
    try {
      output.refuseWhatIsNotOurs(shown, force, inputs);
      Files.createDirectories(folder.getParent());
      StagingLock lock = StagingLock.take(output.staging);
      try {
        return output.write(shown, force, inputs, writing);
      } finally {
        lock.close();
      }
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw failed(shown, e);
    }
  }

  private static OutputException failed(String shown, IOException e) {
    return new OutputException(
        Reason.ENVIRONMENT,
        "cannot write " + shown + ": " + Failures.reason(e) + "; nothing was changed",
        e);
  }

  private int write(String shown, boolean force, List<Path> inputs, Writing writing)
      throws IOException {
    recover();
    refuseWhatIsNotOurs(shown, force, inputs);
    try {
      FolderSink sink = new FolderSink(fresh, folder);
      writing.writeTo(sink);
      sink.finish();
      boolean exists = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
      if (exists) {
        move(folder, old);
      }
      try {
        move(fresh, folder);
      } catch (IOException e) {
        if (exists) {
          move(old, folder);
        }
        throw e;
      }
      return sink.count();
    } finally {
      clear();
    }
  }

  /** Puts back what a run that was killed had moved aside, and removes what it had begun. */
  private void recover() throws IOException {
    if (Files.isDirectory(old, LinkOption.NOFOLLOW_LINKS)
        && !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      move(old, folder);
    }
    clear();
  }

  private void clear() throws IOException {
    delete(fresh);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      delete(old);
    }
  }

  private void refuseWhatIsNotOurs(String shown, boolean force, List<Path> inputs)
      throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new OutputException(
          Reason.REFUSED, shown + " is a symbolic link; name the folder it leads to", null);
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new OutputException(Reason.REFUSED, shown + " is a file, not a folder", null);
    }
    Path real = folder.toRealPath();
    for (Path input : inputs) {
      if (input.toRealPath().startsWith(real)) {
        throw new OutputException(
            Reason.REFUSED,
            shown + " holds the input " + input + ", which would be lost; name another folder",
            null);
      }
    }
    if (!force && !empty() && !Marker.isIn(folder)) {
      throw new OutputException(
          Reason.REFUSED,
          shown + " is not empty and podnet did not write it; --force replaces it all the same",
          null);
    }
  }

  private boolean empty() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(from + " and " + to + " are not on one file system", e);
    }
  }

  /** Removes a tree without following links. */
  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(tree, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
        if (failure != null) {
          throw failure;
        }
        Files.delete(dir);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
