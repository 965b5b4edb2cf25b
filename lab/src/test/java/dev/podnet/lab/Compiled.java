package dev.podnet.lab;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.compile.Compiler;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Cluster;
import dev.podnet.output.OutputException;
import dev.podnet.output.OutputFolder;
import dev.podnet.output.PodnetJson;
import dev.podnet.plan.Plan;
import dev.podnet.planning.Backends;
import dev.podnet.render.Renderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A compiled spec.
 *
 * @param cluster what it means
 * @param plan what is done on each host
 * @param out the folder with its output
 */
record Compiled(Cluster cluster, Plan plan, Path out) {

  private static final Path EXAMPLES = Path.of("").toAbsolutePath().resolveSibling("examples");

  /** Compiles a spec into a folder below the base folder. */
  static Compiled spec(Path base, String out, String spec) throws IOException {
    Path file = base.resolve(out + ".podnet");
    Files.writeString(file, spec);
    return write(compile(file), base.resolve(out));
  }

  /** Compiles an example into a folder below the base folder. */
  static Compiled example(Path base, String out, String name) throws IOException {
    return write(compile(EXAMPLES.resolve(name)), base.resolve(out));
  }

  /** Compiles a file, or all of a folder, into a folder below the base folder. */
  static Compiled inputs(Path base, String out, Path input) throws IOException {
    return write(compile(input), base.resolve(out));
  }

  /** What a spec means, without an output. */
  static Cluster cluster(String spec) {
    try {
      Path file = Files.createTempFile("lab", ".podnet");
      try {
        Files.writeString(file, spec);
        return compile(file).cluster().orElseThrow();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Compilation compile(Path input) {
    Compiler compiler = new Compiler(Backends.load(Compiled.class.getClassLoader()));
    Compilation compilation =
        compiler.compile(CompileOptions.of(Path.of("").toAbsolutePath(), input.toString()));
    if (compilation.hasErrors() || compilation.unreadable()) {
      throw new AssertionError("does not compile: "
          + compilation.diagnostics().stream()
              .filter(d -> d.severity() == Severity.ERROR)
              .toList());
    }
    return compilation;
  }

  static Compiled write(Compilation compilation, Path out) throws IOException {
    Cluster cluster = compilation.cluster().orElseThrow();
    Plan plan = compilation.plan().orElseThrow();
    try {
      OutputFolder.replace(out, out.toString(), false, List.of(), sink -> {
        Renderer.render(plan, sink);
        sink.file(
            OutputFolder.MARKER,
            false,
            writer -> PodnetJson.write(writer, "lab", cluster, List.of(), List.of()));
      });
    } catch (OutputException e) {
      throw new IOException(e);
    }
    return new Compiled(cluster, plan, out);
  }
}
