package dev.podnet.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podnet completion}: a script for a shell. */
@Command(
    name = "completion",
    description = "Writes a script that lets a shell complete podnet's commands and options.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  source <(podnet completion bash)",
      "  podnet completion zsh > /usr/local/share/zsh/site-functions/_podnet",
      "  podnet completion fish > ~/.config/fish/completions/podnet.fish"
    })
final class CompletionCommand implements Callable<Integer> {

  private final Environment environment;

  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "bash|zsh|fish",
      completionCandidates = Words.Shells.class,
      description = "The shell.")
  private String shell;

  CompletionCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var root = Commands.line(environment);
    String script = switch (shell) {
      case "bash" -> AutoComplete.bash("podnet", root);
      case "zsh" -> ZshCompletion.of(root);
      case "fish" -> FishCompletion.of(root);
      default ->
        throw new ParameterException(
            spec.commandLine(),
            "there is no completion for " + shell + "; there is bash, zsh, fish");
    };
    environment.out().print(script);
    environment.out().flush();
    return ExitStatus.DONE;
  }
}
