package dev.podnet.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** Holds a small file in memory until it is known whether it must be written; a large one goes to disk as it comes. */
final class SpillStream extends OutputStream {

  private static final int LIMIT = 1 << 18;
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final FileAttribute<?> PROGRAM = POSIX
      ? PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))
      : null;
  private static final FileAttribute<?> DATA = POSIX
      ? PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"))
      : null;

  private final Path file;
  private final boolean executable;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(4096);
  private OutputStream disk;

  SpillStream(Path file, boolean executable) {
    this.file = file;
    this.executable = executable;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (disk == null && memory.size() + count > LIMIT) {
      spill();
    }
    (disk == null ? memory : disk).write(bytes, from, count);
  }

  boolean spilled() {
    return disk != null;
  }

  long size() {
    return memory.size();
  }

  boolean holds(byte[] other) {
    return memory.size() == other.length && Arrays.equals(memory.toByteArray(), other);
  }

  /** Makes the file, which must not exist, and writes what there is. */
  void spill() throws IOException {
    if (disk == null) {
      Set<StandardOpenOption> options =
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      FileAttribute<?>[] rights =
          POSIX ? new FileAttribute<?>[] {executable ? PROGRAM : DATA} : new FileAttribute<?>[0];
      disk = Channels.newOutputStream(Files.newByteChannel(file, options, rights));
      memory.writeTo(disk);
    }
  }

  @Override
  public void close() throws IOException {
    if (disk != null) {
      disk.close();
    }
  }
}
