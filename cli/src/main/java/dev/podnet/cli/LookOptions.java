package dev.podnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command's texts for people look. */
final class LookOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      completionCandidates = Words.Colours.class,
      defaultValue = "auto",
      description = "Colours in text; auto looks at the terminal and at NO_COLOR.")
  private String colour;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show findings only, no summary.")
  private boolean quiet;

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

  boolean quiet() {
    return quiet;
  }
}
