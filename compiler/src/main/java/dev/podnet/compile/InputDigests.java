package dev.podnet.compile;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.syntax.SpecParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files a compile would read, and their digests: what decides, with the options, whether an earlier compile still
 * holds. Specs are parsed, for they name further files; nothing else is done with them.
 *
 * @param files the SHA-256 in lower-case hex by path; relative to the working folder, with slashes, where that can be
 * @param complete whether all could be read and parsed; when not, only a compile can tell what is wrong
 */
public record InputDigests(SortedMap<String, String> files, boolean complete) {

  /** Copies the map. */
  public InputDigests {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * Reads them.
   *
   * @param workingFolder absolute; what relative inputs are relative to
   * @param inputs files and folders as the user gave them
   */
  public static InputDigests read(Path workingFolder, List<String> inputs) {
    Diagnostics diagnostics = new Diagnostics();
    Loaded loaded = new Loader(
            diagnostics,
            SpecParser::parse,
            (source, sink) -> new ManifestFile(source, List.of(), new TreeMap<>()))
        .load(workingFolder, inputs);
    SortedMap<String, String> files = new TreeMap<>();
    loaded
        .specs()
        .forEach(s -> put(files, workingFolder, s.file().path(), s.file().sha256()));
    loaded
        .manifests()
        .forEach(m -> put(files, workingFolder, m.file().path(), m.file().sha256()));
    boolean complete = !loaded.unreadable();
    Optional<Place> lock = LockFiles.place(loaded);
    for (Optional<Place> beside : List.of(lock.filter(LockFiles::exists), KeyFiles.place(lock))) {
      if (beside.isPresent()) {
        complete &= add(files, workingFolder, beside.get(), diagnostics);
      }
    }
    return new InputDigests(files, complete && !diagnostics.hasErrors());
  }

  private static boolean add(
      SortedMap<String, String> files, Path workingFolder, Place place, Diagnostics diagnostics) {
    try {
      new TextReader(diagnostics)
          .read(place, Optional.empty())
          .ifPresent(text -> put(files, workingFolder, place.path(), text.sha256()));
      return true;
    } catch (IOException e) {
      // The compile that follows reads it again and says what is wrong.
      return false;
    }
  }

  private static void put(
      SortedMap<String, String> files, Path workingFolder, Path file, String sha256) {
    boolean near = file.getRoot() != null && file.getRoot().equals(workingFolder.getRoot());
    Path shown = near ? workingFolder.relativize(file) : file;
    files.put(shown.toString().replace('\\', '/'), sha256);
  }
}
