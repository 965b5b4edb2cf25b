package dev.podnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What compile and check have in common. */
final class CommonOptions {

  private static final Pattern SET = Pattern.compile("cluster\\.([A-Za-z]+)=(.*)", Pattern.DOTALL);

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

  @Option(
      names = "--format",
      paramLabel = "text|json|github",
      completionCandidates = Words.Formats.class,
      defaultValue = "text",
      description = "How findings are shown: for people, programs, or GitHub's annotations.")
  private String format;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      completionCandidates = Words.Colours.class,
      defaultValue = "auto",
      description = "Colours in text; auto looks at the terminal and at NO_COLOR.")
  private String colour;

  @Option(names = "--werror", description = "Take warnings for errors.")
  private boolean werror;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show findings only, no summary.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell how long each step takes.")
  private boolean verbose;

  /** The forms of a report. */
  enum Format {
    TEXT,
    JSON,
    GITHUB
  }

  List<String> inputs() {
    return inputs;
  }

  /** The statements of {@code --set}, in podnet's own form. */
  List<String> overrides() {
    List<String> statements = new ArrayList<>();
    for (String text : overrides) {
      Matcher matcher = SET.matcher(text);
      if (!matcher.matches()) {
        throw new ParameterException(
            spec.commandLine(),
            "--set takes cluster.KEY=VALUE, as in cluster.proxyMode=ipvs, not '" + text + "'");
      }
      statements.add(matcher.group(1) + " " + matcher.group(2));
    }
    return statements;
  }

  Format format() {
    return Format.valueOf(word("--format", format, new Words.Formats()));
  }

  /** Whether text for err has colours. */
  boolean colour(Environment environment) {
    return switch (word("--color", colour, new Words.Colours())) {
      case "ALWAYS" -> true;
      case "NEVER" -> false;
      default ->
        environment.errIsTerminal()
            && environment.variables().getOrDefault("NO_COLOR", "").isEmpty();
    };
  }

  /** The word in upper case. */
  String word(String option, String value, Iterable<String> words) {
    List<String> known = new ArrayList<>();
    words.forEach(known::add);
    if (!known.contains(value)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no " + option + " " + value + "; there are " + String.join(", ", known));
    }
    return value.toUpperCase(Locale.ROOT);
  }

  boolean werror() {
    return werror;
  }

  boolean quiet() {
    return quiet;
  }

  boolean verbose() {
    return verbose;
  }
}
