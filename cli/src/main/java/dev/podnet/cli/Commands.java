package dev.podnet.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
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
      "  podnet trace shop.podnet --from default/client --to 'service default/web:80'",
      "  podnet diff --against main shop.podnet      what changes on which host, and why",
      "  podnet explain PN2003                       read about a message",
      "",
      "Exit status: 0 done, 1 the input is wrong, 2 wrong usage, 3 the environment failed,",
      "70 a bug in podnet. `podnet COMMAND --help` tells more."
    })
final class Commands implements Callable<Integer> {

  /** The commands, and behind them the words that users of neighbouring tools try first. */
  private static final List<String> NAMES = List.of(
      "compile",
      "check",
      "trace",
      "diff",
      "fmt",
      "graph",
      "explain",
      "completion",
      "generate",
      "validate");

  /** How many of the names are shown in the help. */
  private static final int VISIBLE = 8;

  @Spec
  private CommandSpec spec;

  private Commands() {}

  /**
   * A fresh command line whose commands work in an environment.
   *
   * @param arguments where the first names a command, that one alone is made: it starts sooner
   */
  static CommandLine line(Environment environment, String... arguments) {
    CommandLine line = new CommandLine(new Commands());
    boolean one = arguments.length > 0 && command(arguments[0], environment).isPresent();
    for (String name : one ? List.of(arguments[0]) : NAMES) {
      line.addSubcommand(name, command(name, environment).orElseThrow());
      if (!NAMES.subList(0, VISIBLE).contains(name)) {
        line.getSubcommands().get(name).getCommandSpec().usageMessage().hidden(true);
      }
    }
    line.setOut(new PrintWriter(environment.out(), true));
    line.setErr(new PrintWriter(environment.err(), true));
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(90);
    line.setAbbreviatedOptionsAllowed(false);
    boolean plain = environment.variables().containsKey("NO_COLOR") || !environment.outIsTerminal();
    line.setColorScheme(CommandLine.Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.ON));
    return line;
  }

  private static Optional<Object> command(String name, Environment environment) {
    return Optional.ofNullable(
        switch (name) {
          case "compile", "generate" -> new CompileCommand(environment);
          case "check", "validate" -> new CheckCommand(environment);
          case "trace" -> new TraceCommand(environment);
          case "diff" -> new DiffCommand(environment);
          case "graph" -> new GraphCommand(environment);
          case "fmt" -> new FmtCommand(environment);
          case "explain" -> new ExplainCommand(environment);
          case "completion" -> new CompletionCommand(environment);
          default -> null;
        });
  }

  /** Nothing was asked for: the help, where errors go. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitStatus.WRONG_USAGE;
  }
}
