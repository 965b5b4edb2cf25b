package dev.podnet.compile;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.SpecFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The texts of podnet source that a user named, not parsed.
 *
 * @param files the texts, sorted by name
 * @param unreadable whether something that was named could not be read, which was reported
 */
public record SpecSources(List<SpecText> files, boolean unreadable) {

  /** Copies the list. */
  public SpecSources {
    files = List.copyOf(files);
  }

  /**
   * One text.
   *
   * @param path where it is, absolute
   * @param source the text, named as the user named it
   */
  public record SpecText(Path path, SourceFile source) {}

  /**
   * Decodes a text that is no file, such as standard input.
   *
   * @param name as messages show it
   */
  public static Optional<SourceFile> decode(String name, byte[] bytes, Diagnostics diagnostics) {
    return new TextReader(diagnostics).decode(name, bytes);
  }

  /**
   * Reads files, and all podnet source below folders. What these include is not read, and manifests are passed over.
   *
   * @param workingFolder absolute; what relative names are relative to
   * @param names files and folders as the user gave them
   */
  public static SpecSources read(Path workingFolder, List<String> names, Diagnostics diagnostics) {
    Loader loader = new Loader(
        diagnostics,
        (source, sink) -> new SpecFile(source, List.of()),
        (source, sink) -> new ManifestFile(source, List.of(), new TreeMap<>()));
    Loaded loaded = loader.load(workingFolder, names);
    return new SpecSources(
        loaded.specs().stream()
            .map(s -> new SpecText(s.file().path(), s.content().file()))
            .toList(),
        loaded.unreadable());
  }
}
