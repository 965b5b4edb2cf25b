package dev.podnet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line as a whole. */
@Command(
    name = "podnet",
    description =
        "Compiles the network of a Kubernetes cluster into plain Linux: from a spec and manifests to the"
            + " scripts that make every host's links, routes, rules and names.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    descriptionHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  podnet compile shop.podnet -o build/shop    write the scripts of every host",
      "  podnet check shop.podnet manifests/         look for mistakes, write nothing",
      "  podnet explain PN2003                       read about a message",
      "",
      "Exit status: 0 done, 1 the input is wrong, 2 wrong usage, 3 the environment failed,",
      "70 a bug in podnet. `podnet COMMAND --help` tells more."
    })
final class Commands implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  private Commands() {}

  /** A fresh command line whose commands work in an environment. */
  static CommandLine line(Environment environment) {
    CommandLine line = new CommandLine(new Commands());
    line.addSubcommand("compile", new CompileCommand(environment));
    line.addSubcommand("check", new CheckCommand(environment));
    line.addSubcommand("explain", new ExplainCommand(environment));
    line.addSubcommand("completion", new CompletionCommand(environment));
    hidden(line, "generate", new CompileCommand(environment));
    hidden(line, "validate", new CheckCommand(environment));
    line.setOut(new PrintWriter(environment.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8));
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(90);
    line.setAbbreviatedOptionsAllowed(false);
    boolean plain = environment.variables().containsKey("NO_COLOR") || !environment.outIsTerminal();
    line.setColorScheme(CommandLine.Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.ON));
    return line;
  }

  /** The words that users of neighbouring tools try first. */
  private static void hidden(CommandLine line, String name, Object command) {
    line.addSubcommand(name, command);
    line.getSubcommands().get(name).getCommandSpec().usageMessage().hidden(true);
  }

  /** Nothing was asked for: the help, where errors go. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitStatus.WRONG_USAGE;
  }
}
