package dev.podnet.compile;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Assertion;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Plan;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a compile.
 *
 * @param inputs the files that were read, sorted by name
 * @param folders those in which something was looked for: a file or a folder that comes there may be an input
 * @param overrides the statements that replaced the cluster's own, as {@link CompileOptions} had them
 * @param diagnostics what was found, in {@link Diagnostic#ORDER}
 * @param unreadable whether an input could not be read at all, which is the environment's fault
 * @param cluster the network that is meant; empty when errors left none
 * @param plan the state of every host; empty after any error, and when none was asked for
 * @param defaults the defaults in effect; empty without a cluster
 * @param skipped how many objects of kinds that podnet does not read the manifests hold, by kind
 * @param lockFile where {@code podnet.lock} is or would be: beside the file that declares the cluster
 * @param question what was asked besides, its names bound; empty when nothing was asked, or the answer cannot be known
 */
public record Compilation(
    List<InputFile> inputs,
    Set<Path> folders,
    List<String> overrides,
    List<Diagnostic> diagnostics,
    boolean unreadable,
    Optional<Cluster> cluster,
    Optional<Plan> plan,
    List<Default> defaults,
    SortedMap<String, Integer> skipped,
    Optional<Path> lockFile,
    Optional<Assertion> question) {

  /** Copies the collections. */
  public Compilation {
    inputs = List.copyOf(inputs);
    folders = Set.copyOf(folders);
    overrides = List.copyOf(overrides);
    diagnostics = List.copyOf(diagnostics);
    defaults = List.copyOf(defaults);
    skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
  }

  /** How many findings are as grave as that. */
  public int count(Severity severity) {
    return (int) diagnostics.stream().filter(d -> d.severity() == severity).count();
  }

  /** Whether anything is wrong with the input. */
  public boolean hasErrors() {
    return count(Severity.ERROR) > 0;
  }
}
