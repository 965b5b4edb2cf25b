package dev.podnet.cli;

import com.google.gson.stream.JsonWriter;
import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.Codes;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.JsonFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podnet explain}: the page of a diagnostic. */
@Command(
    name = "explain",
    description = "Shows what a message means, an example, and how to fix it.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Examples:", "  podnet explain PN2003", "  podnet explain --list"})
final class ExplainCommand implements Callable<Integer> {

  private final Environment environment;

  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "CODE",
      arity = "0..1",
      description = "The code of a message, such as PN2003 (2003 will do).")
  private String code;

  @Option(names = "--list", description = "List every code.")
  private boolean list;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "For people or for programs.")
  private String format;

  ExplainCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (!format.equals("text") && !format.equals("json")) {
      throw new ParameterException(
          spec.commandLine(), "there is no --format " + format + " here; there are text, json");
    }
    if (list == (code != null)) {
      throw new ParameterException(spec.commandLine(), "name one code, or --list");
    }
    if (list) {
      environment.out().print(format.equals("json") ? json(Codes.all()) : listing());
    } else {
      Code found = find();
      environment.out().print(format.equals("json") ? json(List.of(found)) : page(found));
    }
    environment.out().flush();
    return ExitStatus.DONE;
  }

  private Code find() {
    String wanted = code.strip().toUpperCase(Locale.ROOT);
    String id = wanted.matches("[0-9]{4}") ? "PN" + wanted : wanted;
    Optional<Code> found = Codes.all().stream().filter(c -> c.id().equals(id)).findFirst();
    return found.orElseThrow(() -> {
      String near = DidYouMean.among(id, Codes.all().stream().map(Code::id).toList())
          .map(n -> "; did you mean " + n + "?")
          .orElse("; `podnet explain --list` lists them");
      return new ParameterException(
          spec.commandLine(), "there is no diagnostic '" + code + "'" + near);
    });
  }

  private static String page(Code code) {
    return Pages.of(code).orElseThrow(() -> new IllegalStateException(code.id() + " has no page"));
  }

  private static String listing() {
    StringBuilder text = new StringBuilder();
    for (Code c : Codes.all()) {
      text.append(c.id())
          .append("  ")
          .append(String.format(Locale.ROOT, "%-8s", c.severity().word()))
          .append(c.title())
          .append('\n');
    }
    return text.toString();
  }

  private static String json(List<Code> codes) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = JsonFormat.writer(text);
      json.beginObject();
      json.name("formatVersion").value(JsonFormat.FORMAT_VERSION);
      json.name("codes").beginArray();
      for (Code c : codes) {
        json.beginObject();
        json.name("code").value(c.id());
        json.name("severity").value(c.severity().word());
        json.name("title").value(c.title());
        json.name("page").value(page(c));
        json.endObject();
      }
      json.endArray();
      json.endObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return text.append('\n').toString();
  }
}
