package dev.podnet.compile;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What to compile.
 *
 * @param workingFolder absolute; what relative inputs are relative to
 * @param inputs files and folders as the user gave them
 * @param overrides statements that replace the cluster's own, such as {@code proxyMode ipvs}
 * @param pods whether the plan makes the pods' own network namespaces and what hangs them on their nodes
 * @param progress told what begins, such as {@code planning}
 */
public record CompileOptions(
    Path workingFolder,
    List<String> inputs,
    List<String> overrides,
    boolean pods,
    Consumer<String> progress) {

  /** Copies the lists. */
  public CompileOptions {
    inputs = List.copyOf(inputs);
    overrides = List.copyOf(overrides);
  }

  /** Inputs with nothing special about them. */
  public static CompileOptions of(Path workingFolder, String... inputs) {
    return new CompileOptions(workingFolder, List.of(inputs), List.of(), true, step -> {});
  }
}
