package dev.podnet.cli;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion for zsh (zshcompsys(1), {@code _arguments} and {@code _describe}): a file for a folder of {@code fpath}, which can be
 * sourced too.
 */
final class ZshCompletion {

  private ZshCompletion() {}

  static String of(CommandLine root) {
    StringBuilder text = new StringBuilder("""
        #compdef podnet
        # completion of podnet for zsh
        _podnet() {
          local line state
          _arguments -C '1: :->command' '*:: :->arguments'
          if [[ $state == command ]]; then
            local -a commands=(
        """);
    for (Map.Entry<String, CommandLine> each : root.getSubcommands().entrySet()) {
      CommandSpec spec = each.getValue().getCommandSpec();
      if (!spec.usageMessage().hidden()) {
        text.append("      ")
            .append(quoted(each.getKey() + ":" + spec.usageMessage().description()[0]))
            .append('\n');
      }
    }
    text.append("""
            )
            _describe command commands
            return
          fi
          case $line[1] in
        """);
    for (Map.Entry<String, CommandLine> each : root.getSubcommands().entrySet()) {
      if (!each.getValue().getCommandSpec().usageMessage().hidden()) {
        command(text, each.getKey(), each.getValue().getCommandSpec());
      }
    }
    return text.append("""
          esac
        }
        if [[ $funcstack[1] == _podnet ]]; then
          _podnet "$@"
        else
          compdef _podnet podnet
        fi
        """).toString();
  }

  private static void command(StringBuilder text, String name, CommandSpec spec) {
    text.append("    ").append(name).append(")\n      _arguments");
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        for (String each : option.names()) {
          text.append(" \\\n        ").append(quoted(option(each, option)));
        }
      }
    }
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      text.append(" \\\n        ")
          .append(quoted("*:" + message(parameter.paramLabel()) + action(parameter)));
    }
    text.append("\n      ;;\n");
  }

  private static String option(String name, OptionSpec option) {
    String head = (option.isMultiValue() ? "*" : "") + name
        + (option.arity().max() > 0 && name.startsWith("--") ? "=" : "")
        + "[" + option.description()[0].replace("[", "\\[").replace("]", "\\]") + "]";
    return option.arity().max() == 0
        ? head
        : head + ":" + message(option.paramLabel()) + action(option);
  }

  private static String message(String label) {
    return label.replace(":", "\\:");
  }

  /** The words there are, or files. */
  private static String action(ArgSpec argument) {
    return argument.completionCandidates() == null
        ? ":_files"
        : ":("
            + StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                .collect(Collectors.joining(" "))
            + ")";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
