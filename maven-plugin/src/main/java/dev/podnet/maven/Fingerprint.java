package dev.podnet.maven;

import dev.podnet.compile.CompileOptions;
import dev.podnet.compile.InputDigests;
import dev.podnet.output.FolderFiles;
import dev.podnet.output.PodnetVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.maven.artifact.Artifact;

/**
 * All that the result of a compile depends on. Two that are equal have equal results.
 *
 * @param program a digest of podnet and of every backend beside it
 * @param settings a digest of the parameters
 * @param inputs the digest of every file that is read, by its path
 * @param complete whether all inputs could be read; when not, nothing can be said about the result
 */
record Fingerprint(
    String program, String settings, SortedMap<String, String> inputs, boolean complete) {

  /** Copies the map. */
  Fingerprint {
    inputs = new TreeMap<>(inputs);
  }

  /** That of a compile to be. */
  static Fingerprint of(CompileOptions options, List<Artifact> artifacts, boolean werror) {
    List<String> all = List.of(
        "inputs " + options.inputs(),
        "set " + options.overrides(),
        "pods " + options.pods(),
        "werror " + werror);
    InputDigests digests = InputDigests.read(options.workingFolder(), options.inputs());
    return new Fingerprint(program(artifacts), digest(all), digests.files(), digests.complete());
  }

  /** The same with one more setting. */
  Fingerprint with(String setting) {
    return new Fingerprint(program, digest(List.of(settings, setting)), inputs, complete);
  }

  /** The plugin's own jar and its dependencies, by content: a snapshot changes without changing its version. */
  private static String program(List<Artifact> artifacts) {
    SortedSet<String> parts = new TreeSet<>();
    for (Artifact artifact : artifacts) {
      parts.add(artifact.getId() + " " + content(artifact));
    }
    List<String> all = new ArrayList<>(parts);
    all.add(PodnetVersion.TEXT);
    return digest(all);
  }

  private static String content(Artifact artifact) {
    if (artifact.getFile() == null) {
      return "";
    }
    try {
      Path file = artifact.getFile().toPath();
      return Files.isDirectory(file)
          ? FolderFiles.digest(file)
          : FolderFiles.digest(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(List<String> texts) {
    return FolderFiles.digest(String.join("\n", texts).getBytes(StandardCharsets.UTF_8));
  }

  /** Why a result for {@code before} is none for this, in a few words; empty when it is. */
  Optional<String> newerThan(Fingerprint before) {
    if (!complete) {
      return Optional.of("not all inputs can be read");
    } else if (!program.equals(before.program)) {
      return Optional.of("podnet or a backend is another one");
    } else if (!settings.equals(before.settings)) {
      return Optional.of("the settings changed");
    }
    for (var input : inputs.entrySet()) {
      String old = before.inputs.get(input.getKey());
      if (!input.getValue().equals(old)) {
        return Optional.of(input.getKey() + (old == null ? " is new" : " changed"));
      }
    }
    return before.inputs.keySet().stream()
        .filter(i -> !inputs.containsKey(i))
        .findFirst()
        .map(i -> i + " is gone");
  }
}
