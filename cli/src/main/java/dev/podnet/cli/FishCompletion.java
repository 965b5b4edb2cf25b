package dev.podnet.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish (fish, "complete"), which picocli does not write. */
final class FishCompletion {

  private FishCompletion() {}

  static String of(CommandLine root) {
    StringBuilder text = new StringBuilder("# completion of podnet for fish\n");
    for (Map.Entry<String, CommandLine> entry : root.getSubcommands().entrySet()) {
      CommandLine command = entry.getValue();
      if (command.getCommandSpec().usageMessage().hidden()) {
        continue;
      }
      String name = entry.getKey();
      text.append("complete -c podnet -n __fish_use_subcommand -f -a ")
          .append(name)
          .append(" -d ")
          .append(quoted(command.getCommandSpec().usageMessage().description()[0]))
          .append('\n');
      for (OptionSpec option : command.getCommandSpec().options()) {
        option(text, name, option);
      }
    }
    text.append(
        "complete -c podnet -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n");
    return text.toString();
  }

  private static void option(StringBuilder text, String command, OptionSpec option) {
    text.append("complete -c podnet -n '__fish_seen_subcommand_from ")
        .append(command)
        .append("'");
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      text.append(" -r");
      if (option.completionCandidates() != null) {
        text.append(" -f -a ").append(quoted(String.join(" ", option.completionCandidates())));
      }
    }
    text.append(" -d ").append(quoted(option.description()[0])).append('\n');
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
