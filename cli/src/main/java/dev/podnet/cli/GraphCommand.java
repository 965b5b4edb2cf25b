package dev.podnet.cli;

import dev.podnet.compile.Compilation;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.TextFormat;
import dev.podnet.graph.DotDrawing;
import dev.podnet.graph.Drawing;
import dev.podnet.graph.DrawingBuilder;
import dev.podnet.graph.DrawingOptions;
import dev.podnet.graph.MermaidDrawing;
import dev.podnet.graph.svg.SvgDrawing;
import dev.podnet.model.Cluster;
import dev.podnet.model.Namespace;
import dev.podnet.model.Node;
import dev.podnet.source.Failures;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code podnet graph}: the drawing of the network. */
@Command(
    name = "graph",
    description = "Draws the network: segments, routers, nodes, pods, tunnels and services.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  podnet graph shop.podnet -o shop.svg",
      "  podnet graph shop.podnet --format mermaid",
      "  podnet graph shop.podnet --format dot | dot -Tpdf -o shop.pdf",
      "  podnet graph large.podnet --node n17 --show pods,addresses -o n17.svg"
    })
final class GraphCommand implements Callable<Integer> {

  private final Environment environment;

  @Spec
  private CommandSpec spec;

  @Mixin
  private InputOptions input;

  @Mixin
  private LookOptions look;

  @Option(
      names = "--format",
      paramLabel = "svg|dot|mermaid",
      completionCandidates = Words.Drawings.class,
      description = "The form; without it, what the name of FILE says, else svg.")
  private String format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write; without it, standard output.")
  private String output;

  @Option(
      names = "--show",
      paramLabel = "PART,…",
      split = ",",
      completionCandidates = Words.Layers.class,
      description = "Show these alone, whatever their number: pods, services, addresses, tunnels.")
  private List<String> show = new ArrayList<>();

  @Option(
      names = "--node",
      paramLabel = "NODE",
      split = ",",
      description = "Show these nodes in full, the others as groups.")
  private List<String> nodes = new ArrayList<>();

  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      split = ",",
      description = "Show the pods and services of these namespaces alone.")
  private List<String> namespaces = new ArrayList<>();

  GraphCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    String form = form();
    boolean colour = look.colour(environment);
    Set<DrawingOptions.Layer> layers = layers();
    Path target = target();
    Progress progress = new Progress(environment, input.verbose(), look.quiet());
    Compilation compilation =
        CheckCommand.compiler().plan(input.compile(environment, true, progress));
    progress.end();
    environment.err().print(new TextFormat(colour).format(compilation.diagnostics()));
    environment.err().flush();
    int status = Verdict.of(compilation, input.werror());
    if (status != ExitStatus.DONE) {
      return status;
    }
    Cluster cluster = compilation.cluster().orElseThrow();
    known("node", nodes, cluster.nodes().stream().map(Node::name).toList());
    known(
        "namespace",
        namespaces,
        cluster.namespaces().stream().map(Namespace::name).toList());
    Drawing drawing = DrawingBuilder.draw(
        cluster,
        compilation.plan().orElseThrow(),
        new DrawingOptions(layers, new TreeSet<>(nodes), new TreeSet<>(namespaces)));
    String text = switch (form) {
      case "dot" -> DotDrawing.of(drawing);
      case "mermaid" -> MermaidDrawing.of(drawing);
      default -> SvgDrawing.of(drawing);
    };
    return target == null ? print(text) : write(target, text);
  }

  private int print(String text) {
    environment.out().print(text);
    environment.out().flush();
    return ExitStatus.DONE;
  }

  private int write(Path target, String text) {
    try {
      InPlace.create(target, text);
      return ExitStatus.DONE;
    } catch (IOException e) {
      environment.err().println("podnet: cannot write " + output + ": " + Failures.reason(e));
      return ExitStatus.ENVIRONMENT;
    }
  }

  private Path target() {
    try {
      return output == null ? null : environment.workingFolder().resolve(output);
    } catch (InvalidPathException e) {
      throw new ParameterException(spec.commandLine(), "'" + output + "' is no path");
    }
  }

  private String form() {
    if (format != null) {
      return look.word("--format", format, new Words.Drawings()).toLowerCase(Locale.ROOT);
    }
    String name = output == null ? "" : output.toLowerCase(Locale.ROOT);
    if (name.endsWith(".dot") || name.endsWith(".gv")) {
      return "dot";
    }
    return name.endsWith(".mmd") || name.endsWith(".mermaid") ? "mermaid" : "svg";
  }

  private Set<DrawingOptions.Layer> layers() {
    Set<DrawingOptions.Layer> layers = EnumSet.noneOf(DrawingOptions.Layer.class);
    for (String word : show) {
      look.word("--show", word, new Words.Layers());
      DrawingOptions.Layer.of(word).ifPresent(layers::add);
    }
    return layers;
  }

  private void known(String kind, List<String> wanted, Collection<String> names) {
    for (String name : wanted) {
      if (!names.contains(name)) {
        String near =
            DidYouMean.among(name, names).map(n -> "; did you mean " + n + "?").orElse("");
        throw new ParameterException(
            spec.commandLine(), "there is no " + kind + " '" + name + "'" + near);
      }
    }
  }
}
