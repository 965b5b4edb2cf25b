package dev.podnet.maven;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.podnet.output.FolderFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an earlier run has done, kept in the build folder so that the next one need not do it again. It is lost with
 * {@code mvn clean}, and then all is done again.
 */
final class RunRecord {

  private final Path file;

  private RunRecord(Path file) {
    this.file = file;
  }

  /**
   * What is kept.
   *
   * @param fingerprint what the result depends on
   * @param output a digest of what was written; empty text when nothing was to be
   * @param messages the warnings, to be told again
   */
  record Content(Fingerprint fingerprint, String output, List<Message> messages) {}

  /**
   * The record of one kind of run.
   *
   * @param distinguishing what tells two runs of this kind in one project apart, such as their output folders
   */
  static RunRecord of(Path buildFolder, String kind, List<String> distinguishing) {
    byte[] text = String.join("\n", distinguishing).getBytes(StandardCharsets.UTF_8);
    String name = kind + "-" + FolderFiles.digest(text).substring(0, 12) + ".json";
    return new RunRecord(buildFolder.resolve("podnet-status").resolve(name));
  }

  /** The record; empty when there is none that can be read, whatever the reason: then all is done again. */
  Optional<Content> read() {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Content content =
          new Gson().fromJson(Files.readString(file, StandardCharsets.UTF_8), Content.class);
      boolean whole = content != null
          && content.fingerprint != null
          && content.output != null
          && content.messages != null;
      return whole ? Optional.of(content) : Optional.empty();
    } catch (IOException | JsonParseException e) {
      // A record of another version, or half a one.
      return Optional.empty();
    }
  }

  void write(Content content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, new Gson().toJson(content) + "\n", StandardCharsets.UTF_8);
  }

  /** Forgets the run, before another begins. */
  void forget() throws IOException {
    Files.deleteIfExists(file);
  }
}
