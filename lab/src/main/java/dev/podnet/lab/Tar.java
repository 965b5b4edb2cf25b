package dev.podnet.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes a folder as an uncompressed tar (POSIX ustar): names up to 255 bytes, plain files and folders. */
final class Tar {

  private static final int BLOCK = 512;
  private static final int NAME = 100;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Tar() {}

  /** Everything below a folder. */
  static byte[] of(Path folder) throws IOException {
    Tar tar = new Tar();
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.filter(f -> !f.equals(folder)).sorted().toList();
    }
    for (Path file : all) {
      String name = folder.relativize(file).toString();
      if (Files.isDirectory(file)) {
        tar.header(name + "/", 0755, 0, '5');
      } else {
        byte[] content = Files.readAllBytes(file);
        tar.header(name, Files.isExecutable(file) ? 0755 : 0644, content.length, '0');
        tar.out.writeBytes(content);
        tar.out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
      }
    }
    tar.out.writeBytes(new byte[2 * BLOCK]);
    return tar.out.toByteArray();
  }

  private void header(String path, int mode, long size, char type) {
    String prefix = "";
    String name = path;
    while (name.getBytes(StandardCharsets.UTF_8).length > NAME) {
      int slash = path.indexOf('/', prefix.length() + 1);
      if (slash < 0 || slash == path.length() - 1) {
        throw new IllegalArgumentException("too long for a tar: " + path);
      }
      prefix = path.substring(0, slash);
      name = path.substring(slash + 1);
    }
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, String.format(java.util.Locale.ROOT, "%07o", mode));
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    put(block, 124, String.format(java.util.Locale.ROOT, "%011o", size));
    put(block, 136, "00000000000");
    put(block, 148, "        ");
    block[156] = (byte) type;
    put(block, 257, "ustar");
    put(block, 263, "00");
    put(block, 345, prefix);
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format(java.util.Locale.ROOT, "%06o\0 ", sum));
    out.writeBytes(block);
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
