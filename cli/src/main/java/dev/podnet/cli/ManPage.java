package dev.podnet.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of a command, in the man(7) macros, made from what {@code --help} shows. picocli itself writes AsciiDoc,
 * which needs AsciidoctorJ and so JRuby, sixty megabytes, to become a page.
 */
final class ManPage {

  private final CommandLine command;
  private final List<String> siblings;
  private final StringBuilder text = new StringBuilder();

  private ManPage(CommandLine command, List<String> siblings) {
    this.command = command;
    this.siblings = siblings;
  }

  /**
   * A page.
   *
   * @param siblings the pages it refers to, such as {@code podnet-check}
   */
  static String of(CommandLine command, List<String> siblings) {
    return new ManPage(command, siblings).write();
  }

  /** The page's name, such as {@code podnet-check}. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  private String write() {
    CommandSpec spec = command.getCommandSpec();
    String name = name(command);
    String first = description(spec);
    macro("TH", name.toUpperCase(Locale.ROOT), "1", "", "podnet " + Version.TEXT, "podnet");
    // As pages for terminals are: not hyphenated, not stretched (man-pages(7)).
    line(".nh");
    line(".ad l");
    macro("SH", "NAME");
    line(escaped(name) + " \\- " + escaped(sentence(first)));
    macro("SH", "SYNOPSIS");
    String synopsis = command.getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
    String qualified = spec.qualifiedName();
    line(".B " + escaped(qualified));
    line(escaped(synopsis.substring(qualified.length()).strip()));
    macro("SH", "DESCRIPTION");
    Arrays.stream(spec.usageMessage().description()).forEach(d -> line(escaped(plain(d))));
    arguments(spec);
    options(spec);
    commands();
    footer(spec.usageMessage().footer());
    macro("SH", "SEE ALSO");
    line(siblings.stream()
        .filter(s -> !s.equals(name))
        .map(s -> "\\%\\fB" + escaped(s) + "\\fR(1)")
        .collect(Collectors.joining(",\n")));
    return text.toString();
  }

  private static String description(CommandSpec spec) {
    return plain(String.join(" ", spec.usageMessage().description()));
  }

  /** The first sentence, as lists of pages show it: without its full stop, small. */
  private static String sentence(String description) {
    int colon = description.indexOf(": ");
    String end = colon > 0 ? description.substring(0, colon) : description;
    String first = end.endsWith(".") ? end.substring(0, end.length() - 1) : end;
    return Character.toLowerCase(first.charAt(0)) + first.substring(1);
  }

  /** The text without picocli's marks for colours and line ends. */
  private static String plain(String description) {
    return Ansi.OFF.string(description.replace("%n", " ").replace("%%", "%")).strip();
  }

  private void arguments(CommandSpec spec) {
    List<PositionalParamSpec> shown =
        spec.positionalParameters().stream().filter(p -> !p.hidden()).toList();
    if (!shown.isEmpty()) {
      macro("SH", "ARGUMENTS");
      shown.forEach(p -> item("\\fI" + escaped(p.paramLabel()) + "\\fR", p));
    }
  }

  private void options(CommandSpec spec) {
    macro("SH", "OPTIONS");
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        String names = Arrays.stream(option.names())
            .map(n -> "\\fB" + escaped(n) + "\\fR")
            .collect(Collectors.joining(", "));
        String value =
            option.arity().max() == 0 ? "" : " \\fI" + escaped(option.paramLabel()) + "\\fR";
        item(names + value, option);
      }
    }
  }

  private void item(String head, ArgSpec argument) {
    line(".TP");
    line(head);
    line(escaped(plain(String.join(" ", argument.description()))));
  }

  private void commands() {
    List<CommandLine> shown = command.getSubcommands().values().stream()
        .filter(c -> !c.getCommandSpec().usageMessage().hidden())
        .toList();
    if (shown.isEmpty()) {
      return;
    }
    macro("SH", "COMMANDS");
    for (CommandLine each : shown) {
      line(".TP");
      line("\\fB" + escaped(name(each)) + "\\fR(1)");
      line(escaped(description(each.getCommandSpec())));
    }
  }

  /** What stands below the options: paragraphs, and examples, which keep their lines. */
  private void footer(String[] lines) {
    boolean example = false;
    boolean any = false;
    for (String raw : lines) {
      String each = raw.replace("%n", "").replace("%%", "%");
      boolean indented = each.startsWith("  ");
      if (example && !indented) {
        line(".EE");
        example = false;
      }
      if (each.endsWith(":") && each.indexOf(' ') < 0) {
        macro("SH", each.substring(0, each.length() - 1).toUpperCase(Locale.ROOT));
      } else if (each.startsWith("Exit status: ")) {
        macro("SH", "EXIT STATUS");
        line(escaped(each.substring("Exit status: ".length())));
      } else if (indented) {
        if (!example) {
          line(".EX");
          example = true;
        }
        line(escaped(each.strip()));
      } else if (each.isBlank()) {
        any = true;
      } else {
        if (any) {
          line(".PP");
        }
        line(escaped(each));
      }
      any = each.isBlank();
    }
    if (example) {
      line(".EE");
    }
  }

  private void macro(String name, String... arguments) {
    line("." + name + " "
        + Arrays.stream(arguments)
            .map(a -> '"' + escaped(a).replace("\"", "\\(dq") + '"')
            .collect(Collectors.joining(" ")));
  }

  private void line(String content) {
    text.append(content).append('\n');
  }

  /** Text that roff shows as it is: hyphens one can copy, no escapes, no line that is a request (groff_man_style(7)). */
  private static String escaped(String plain) {
    String safe = plain
        .replace("\\", "\\(rs")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
    return safe.startsWith(".") ? "\\&" + safe : safe;
  }
}
