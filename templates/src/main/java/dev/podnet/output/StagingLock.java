package dev.podnet.output;

import dev.podnet.output.OutputException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;

/** Keeps two runs from writing one folder at once: a locked file in the staging folder, which goes with it. */
final class StagingLock {

  private final Path staging;
  private final Path file;
  private final FileChannel channel;

  private StagingLock(Path staging, Path file, FileChannel channel) {
    this.staging = staging;
    this.file = file;
    this.channel = channel;
  }

  /**
   * Makes the staging folder and locks it.
   *
   * @throws OutputException when another run has it
   */
  static StagingLock take(Path staging) throws IOException {
    Path file = staging.resolve("lock");
    while (true) {
      if (!Files.isDirectory(staging, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(staging);
      }
      FileChannel channel = open(file);
      if (channel == null) {
        continue;
      }
      try {
        lock(channel, staging);
        byte[] token = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(token));
        // The run before may have removed the file after it was opened here; then this lock guards
        // nothing.
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), token)) {
          return new StagingLock(staging, file, channel);
        }
        channel.close();
      } catch (NoSuchFileException e) {
        channel.close();
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(
          file,
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void lock(FileChannel channel, Path staging) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new OutputException(
          Reason.ENVIRONMENT,
          "another podnet is writing this folder (it holds " + staging + "/lock)",
          null);
    }
  }

  /** Removes the staging folder, unless it holds something that must not be lost, and lets go. */
  void close() throws IOException {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(staging);
    } catch (DirectoryNotEmptyException e) {
      // An old folder that could not be put back stays for the next run, which will.
    } finally {
      channel.close();
    }
  }
}
