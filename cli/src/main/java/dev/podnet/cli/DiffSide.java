package dev.podnet.cli;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ReviewCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.diff.Side;
import dev.podnet.output.OutputFacts;
import dev.podnet.source.Failures;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One of the two that {@code podnet diff} compares, read.
 *
 * @param kind {@code spec}, {@code output}, or either of them at a revision
 * @param name what the user called it
 * @param revision the revision it is of; empty for what is there now
 * @param commit that revision's commit
 * @param side what it says; empty after an error
 * @param diagnostics what was found
 * @param unreadable whether the environment failed
 */
record DiffSide(
    String kind,
    String name,
    Optional<String> revision,
    Optional<String> commit,
    Optional<Side> side,
    List<Diagnostic> diagnostics,
    boolean unreadable) {

  /** Reads what is there. */
  static DiffSide read(Path folder, List<String> inputs, Settings settings) {
    try {
      if (inputs.size() == 1) {
        Path path = folder.resolve(inputs.get(0));
        if (OutputFacts.isOutput(path)) {
          return output(path, inputs.get(0));
        }
      }
    } catch (InvalidPathException e) {
      // Reported by the compiler, which looks for the same path.
      return spec(folder, inputs, settings);
    } catch (IOException e) {
      return failed("output", inputs.get(0), "cannot read it: " + Failures.reason(e), true);
    }
    return spec(folder, inputs, settings);
  }

  /** Reads what there was at a revision. */
  static DiffSide at(Path folder, String revision, List<String> inputs, Settings settings) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<RevisionTree> tree = RevisionTree.of(folder, revision, inputs, diagnostics);
    if (tree.isEmpty()) {
      boolean failed =
          diagnostics.sorted().stream().anyMatch(d -> d.code() == ReviewCode.GIT_FAILED);
      return new DiffSide(
          "spec",
          String.join(" ", inputs),
          Optional.of(revision),
          Optional.empty(),
          Optional.empty(),
          diagnostics.sorted(),
          failed);
    }
    try (RevisionTree open = tree.get()) {
      DiffSide side = read(open.workingFolder(), open.inputs(), settings);
      return new DiffSide(
          side.kind,
          String.join(" ", inputs),
          Optional.of(revision),
          Optional.of(open.commit()),
          side.side,
          side.diagnostics,
          side.unreadable);
    }
  }

  /**
   * How specs are compiled.
   *
   * @param overrides statements that replace the cluster's own
   * @param pods whether the pods' namespaces are part of it
   * @param progress told what begins
   */
  record Settings(List<String> overrides, boolean pods, Progress progress) {}

  private static DiffSide spec(Path folder, List<String> inputs, Settings settings) {
    Compilation compilation = CheckCommand.compiler()
        .plan(new CompileOptions(
            folder, inputs, settings.overrides, settings.pods, settings.progress));
    Optional<Side> side = Optional.empty();
    if (compilation.plan().isPresent()) {
      settings.progress.accept("laying out");
      side = Optional.of(Side.of(
          OutputFacts.of(
              compilation.cluster().orElseThrow(), compilation.plan().get(), Version.TEXT),
          compilation.cluster()));
    }
    return new DiffSide(
        "spec",
        String.join(" ", inputs),
        Optional.empty(),
        Optional.empty(),
        side,
        compilation.diagnostics(),
        compilation.unreadable());
  }

  private static DiffSide output(Path folder, String name) {
    try {
      return new DiffSide(
          "output",
          name,
          Optional.empty(),
          Optional.empty(),
          Optional.of(Side.of(OutputFacts.read(folder), Optional.empty())),
          List.of(),
          false);
    } catch (IllegalArgumentException e) {
      return failed("output", name, e.getMessage(), false);
    } catch (IOException e) {
      return failed("output", name, "cannot read it: " + Failures.reason(e), true);
    }
  }

  private static DiffSide failed(String kind, String name, String why, boolean environment) {
    Diagnostics diagnostics = new Diagnostics();
    Diagnostic.of(ReviewCode.NO_OUTPUT, name + " is no output that podnet can read: " + why)
        .help("compile it anew: podnet compile INPUT… -o " + name)
        .to(diagnostics);
    return new DiffSide(
        kind,
        name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        diagnostics.sorted(),
        environment);
  }

  /** What it is called in a sentence. */
  String title() {
    return revision.map(r -> name + " at " + r).orElse(name);
  }

  boolean wrong() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR) || side.isEmpty();
  }
}
