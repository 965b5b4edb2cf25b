package dev.podnet.cli;

import dev.podnet.compile.ClusterOverride;
import dev.podnet.compile.CompileOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a command compiles. */
final class InputOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "INPUT",
      arity = "1..*",
      description =
          "A file of podnet source, a file of Kubernetes manifests, or a folder of these.")
  private List<String> inputs;

  @Option(
      names = "--set",
      paramLabel = "cluster.KEY=VALUE",
      description = "Replace one statement of the cluster: --set cluster.backend=vxlan.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--werror", description = "Take warnings for errors.")
  private boolean werror;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell how long each step takes.")
  private boolean verbose;

  /** As the user gave them. */
  List<String> inputs() {
    return inputs;
  }

  /** The statements of {@code --set}, in podnet's own form. */
  private List<String> overrides() {
    List<String> statements = new ArrayList<>();
    for (String text : overrides) {
      statements.add(ClusterOverride.statement(text)
          .orElseThrow(() -> new ParameterException(
              spec.commandLine(), "--set takes " + ClusterOverride.FORM + ", not '" + text + "'")));
    }
    return statements;
  }

  /**
   * All of it for the compiler.
   *
   * @param pods whether the pods' own namespaces are part of it
   */
  CompileOptions compile(Environment environment, boolean pods, Progress progress) {
    return new CompileOptions(environment.workingFolder(), inputs, overrides(), pods, progress);
  }

  boolean werror() {
    return werror;
  }

  boolean verbose() {
    return verbose;
  }
}
