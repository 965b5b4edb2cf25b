package dev.podnet.bench;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.compile.Compiler;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.manifest.ManifestReader;
import dev.podnet.planning.Backends;
import dev.podnet.render.Renderer;
import dev.podnet.simulate.Proof;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.SpecFile;
import dev.podnet.syntax.SpecParser;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The stages of a compile, each by itself. The cluster is that of the folder {@code podnet.bench.input}, which bench/run
 * generates: {@code podnet/cluster.podnet}, and the same as {@code live/dump.yaml}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class Stages {

  private Path folder;
  private SourceFile spec;
  private SourceFile dump;
  private Compilation compilation;

  /** Reads the inputs and makes a plan. */
  @Setup
  public void read() throws IOException {
    folder = Path.of(System.getProperty("podnet.bench.input")).toAbsolutePath();
    spec =
        new SourceFile("cluster.podnet", Files.readString(folder.resolve("podnet/cluster.podnet")));
    dump = new SourceFile("dump.yaml", Files.readString(folder.resolve("live/dump.yaml")));
    compilation = planned();
    if (compilation.plan().isEmpty()) {
      throw new IllegalStateException("no plan: " + compilation.diagnostics());
    }
  }

  private Compilation planned() {
    CompileOptions options =
        new CompileOptions(folder, List.of("podnet"), List.of(), true, step -> {});
    SourceFile question = new SourceFile("question", "assert reachable world -> node n-1");
    return new Compiler(Backends.load(Stages.class.getClassLoader())).ask(options, question);
  }

  /** From podnet source to its tree. */
  @Benchmark
  public SpecFile parsePodnet() {
    return SpecParser.parse(spec, new Diagnostics());
  }

  /** From YAML to Kubernetes objects. */
  @Benchmark
  public ManifestFile parseYaml() {
    return ManifestReader.read(dump, new Diagnostics());
  }

  /** From files to a plan, without the proof. */
  @Benchmark
  public Compilation plan() {
    return planned();
  }

  /** The proof over the plan. */
  @Benchmark
  public Proof.Result prove() {
    return Proof.prove(compilation.cluster().orElseThrow(), compilation.plan().orElseThrow());
  }

  /** From the plan to text that nobody keeps. */
  @Benchmark
  public long render() throws IOException {
    LongAdder characters = new LongAdder();
    Renderer.render(compilation.plan().orElseThrow(), (path, executable, content) -> {
      Counting out = new Counting();
      content.writeTo(out);
      characters.add(out.count);
    });
    return characters.sum();
  }

  private static final class Counting extends Writer {
    private long count;

    @Override
    public void write(char[] text, int from, int length) {
      count += length;
    }

    @Override
    public void write(String text, int from, int length) {
      count += length;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
