package dev.podnet.cli;

import dev.podnet.compile.ClusterOverride;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What compile and check have in common. */
final class CommonOptions {

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

  @Mixin
  private ReportOptions report;

  @Option(names = "--werror", description = "Take warnings for errors.")
  private boolean werror;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell how long each step takes.")
  private boolean verbose;

  List<String> inputs() {
    return inputs;
  }

  /** The statements of {@code --set}, in podnet's own form. */
  List<String> overrides() {
    List<String> statements = new ArrayList<>();
    for (String text : overrides) {
      statements.add(ClusterOverride.statement(text)
          .orElseThrow(() -> new ParameterException(
              spec.commandLine(), "--set takes " + ClusterOverride.FORM + ", not '" + text + "'")));
    }
    return statements;
  }

  ReportOptions.Format format() {
    return report.format();
  }

  /** Whether text for err has colours. */
  boolean colour(Environment environment) {
    return report.colour(environment);
  }

  /** The word in upper case. */
  String word(String option, String value, Iterable<String> words) {
    return report.word(option, value, words);
  }

  boolean werror() {
    return werror;
  }

  boolean quiet() {
    return report.quiet();
  }

  boolean verbose() {
    return verbose;
  }
}
