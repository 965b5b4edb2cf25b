package dev.podnet.cli;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.compile.InputFile;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ReviewCode;
import dev.podnet.facts.NetworkState;
import dev.podnet.facts.Objects;
import dev.podnet.model.Cluster;
import dev.podnet.output.OutputFacts;
import dev.podnet.source.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A spec and the output that comes of it, for those who want to know what made what.
 *
 * @param cluster what the spec means; empty after an error
 * @param state what the output says; empty after an error
 * @param files the output, by path
 * @param diagnostics what was found
 * @param status the exit status that leads to
 */
record ExplainedSpec(
    Optional<Cluster> cluster,
    Optional<NetworkState> state,
    SortedMap<String, List<String>> files,
    List<Diagnostic> diagnostics,
    int status) {

  /**
   * Compiles it.
   *
   * @param inputs the inputs as the user gave them; one that is an output stands for what it was compiled from, and so does
   *     none beside an output
   * @param output an output the question is about; empty for none
   * @param overrides statements that replace the cluster's own, besides those the output was compiled with
   */
  static ExplainedSpec of(
      Environment environment,
      List<String> inputs,
      Optional<Path> output,
      List<String> overrides,
      Progress progress) {
    Diagnostics diagnostics = new Diagnostics();
    Path here = environment.workingFolder();
    List<String> sources = inputs;
    Optional<Path> written = output;
    try {
      if (inputs.size() == 1 && OutputFacts.isOutput(here.resolve(inputs.get(0)))) {
        written = Optional.of(here.resolve(inputs.get(0)));
        sources = List.of();
      }
      Optional<Objects> objects = Optional.empty();
      if (written.isPresent()) {
        objects = Optional.of(OutputFacts.objects(written.get()));
      }
      if (sources.isEmpty() && objects.isPresent()) {
        Optional<List<String>> found =
            InputsOfOutput.find(here, written.get(), objects.get().inputs());
        if (found.isEmpty()) {
          notFound(written.get(), objects.get(), diagnostics);
          return failed(diagnostics, ExitStatus.WRONG_INPUT);
        }
        sources = found.get();
      }
      List<String> statements = new ArrayList<>();
      objects.ifPresent(o -> statements.addAll(o.overrides()));
      statements.addAll(overrides);
      Compilation compilation = CheckCommand.compiler()
          .plan(new CompileOptions(here, sources, statements, true, progress));
      return explained(compilation, objects, diagnostics, progress);
    } catch (IllegalArgumentException e) {
      Diagnostic.of(
              ReviewCode.NO_OUTPUT,
              written.map(Path::toString).orElse("") + " is no output that podnet can read: "
                  + e.getMessage())
          .to(diagnostics);
      return failed(diagnostics, ExitStatus.WRONG_INPUT);
    } catch (IOException e) {
      Diagnostic.of(ReviewCode.NO_OUTPUT, "cannot read an output: " + Failures.reason(e))
          .to(diagnostics);
      return failed(diagnostics, ExitStatus.ENVIRONMENT);
    }
  }

  private static ExplainedSpec failed(Diagnostics diagnostics, int status) {
    return new ExplainedSpec(
        Optional.empty(), Optional.empty(), new TreeMap<>(), diagnostics.sorted(), status);
  }

  private static void notFound(Path output, Objects objects, Diagnostics diagnostics) {
    List<String> names =
        objects.inputs().stream().map(Objects.Input::path).limit(4).toList();
    Diagnostic.of(
            ReviewCode.INPUTS_NOT_FOUND,
            "what " + output.getFileName() + " was compiled from is not near by"
                + (names.isEmpty() ? "" : ": " + String.join(", ", names)))
        .help("name the inputs behind it: podnet explain WHAT INPUT…")
        .to(diagnostics);
  }

  private static ExplainedSpec explained(
      Compilation compilation, Optional<Objects> objects, Diagnostics own, Progress progress) {
    if (objects.isPresent() && compilation.plan().isPresent()) {
      changed(compilation, objects.get(), own);
    }
    List<Diagnostic> all = new ArrayList<>(compilation.diagnostics());
    all.addAll(own.sorted());
    SortedMap<String, List<String>> files = new TreeMap<>();
    Optional<NetworkState> state = Optional.empty();
    if (compilation.plan().isPresent()) {
      progress.accept("laying out");
      state = Optional.of(OutputFacts.of(
          compilation.cluster().orElseThrow(),
          compilation.plan().get(),
          Version.TEXT,
          (path, text) -> files.put(path, text.lines().toList())));
    }
    int status = Verdict.of(compilation, false);
    if (status == ExitStatus.DONE && state.isEmpty()) {
      status = ExitStatus.WRONG_INPUT;
    }
    return new ExplainedSpec(compilation.cluster(), state, files, all, status);
  }

  /** Whether the inputs are still those the output was made from. */
  private static void changed(Compilation compilation, Objects objects, Diagnostics own) {
    List<String> now =
        compilation.inputs().stream().map(InputFile::sha256).sorted().toList();
    List<String> then =
        objects.inputs().stream().map(Objects.Input::sha256).sorted().toList();
    if (!now.equals(then)) {
      Diagnostic.of(
              ReviewCode.INPUTS_CHANGED,
              "the inputs are not those the output was compiled from; what is said follows the inputs")
          .help("compile it anew, or name the inputs as they were")
          .to(own);
    }
  }
}
