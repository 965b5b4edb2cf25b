package dev.podnet.output;

import dev.podnet.facts.NetworkState;
import dev.podnet.facts.Objects;
import dev.podnet.facts.OutputReader;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Plan;
import dev.podnet.render.OutputSink;
import dev.podnet.render.Renderer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.BiConsumer;

/** What an output says: of a plan, as if it had been written, or of a folder that was written some time ago. */
public final class OutputFacts {

  /** How much of a folder is read: far more than an output of 5,000 nodes holds. */
  private static final long MOST_BYTES = 2L << 30;

  private static final long MOST_BYTES_OF_ONE = 512L << 20;
  private static final int MOST_FILES = 500_000;
  private static final int DEEPEST = 12;

  private OutputFacts() {}

  /** What the output of a plan says. */
  public static NetworkState of(Cluster cluster, Plan plan, String version) {
    return of(cluster, plan, version, (path, text) -> {});
  }

  /**
   * What the output of a plan says.
   *
   * @param files takes each file's path and text besides, one after the other in no order
   */
  public static NetworkState of(
      Cluster cluster, Plan plan, String version, BiConsumer<String, String> files) {
    OutputReader reader = new OutputReader();
    OutputSink sink = (path, executable, content) -> {
      StringWriter text = new StringWriter();
      content.writeTo(text);
      reader.file(path, text.toString());
      synchronized (reader) {
        files.accept(path, text.toString());
      }
    };
    try {
      Renderer.render(plan, sink);
      sink.file(
          OutputFolder.MARKER,
          false,
          out -> PodnetJson.write(out, version, cluster, List.of(), List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return reader.state();
  }

  /** Whether podnet wrote a folder. */
  public static boolean isOutput(Path folder) throws IOException {
    return Files.isDirectory(folder) && Marker.isIn(folder);
  }

  /**
   * What a folder says. Nothing in it is trusted, and no link in it is followed.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is not in the form of an output
   */
  public static NetworkState read(Path folder) throws IOException {
    OutputReader reader = new OutputReader();
    Files.walkFileTree(
        folder.toRealPath(), java.util.Set.of(), DEEPEST, new Visitor(reader, folder.toRealPath()));
    return reader.state();
  }

  /**
   * The objects that an output names.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is not in the form of an output
   */
  public static Objects objects(Path folder) throws IOException {
    OutputReader reader = new OutputReader();
    reader.file(OutputFolder.MARKER, text(folder.resolve(OutputFolder.MARKER)));
    return reader.state().objects();
  }

  /**
   * The lines of one file of an output.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is no text
   */
  public static List<String> lines(Path file) throws IOException {
    return text(file).lines().toList();
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is no regular file");
    } else if (Files.size(file) > MOST_BYTES_OF_ONE) {
      throw new IllegalArgumentException(file.getFileName() + " is larger than any output's");
    }
    return Visitor.text(file.getFileName().toString(), Files.readAllBytes(file));
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final OutputReader reader;
    private final Path top;
    private long bytes;
    private int files;

    Visitor(OutputReader reader, Path top) {
      this.reader = reader;
      this.top = top;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = top.relativize(file).toString().replace('\\', '/');
      if (!attributes.isRegularFile()) {
        throw new IllegalArgumentException(path + " is no regular file");
      }
      files++;
      bytes += attributes.size();
      if (attributes.size() > MOST_BYTES_OF_ONE || bytes > MOST_BYTES || files > MOST_FILES) {
        throw new IllegalArgumentException("it is larger than any output");
      }
      reader.file(path, text(path, Files.readAllBytes(file)));
      return FileVisitResult.CONTINUE;
    }

    private static String text(String path, byte[] content) {
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(content))
            .toString();
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException(path + " is not UTF-8", e);
      }
    }
  }
}
