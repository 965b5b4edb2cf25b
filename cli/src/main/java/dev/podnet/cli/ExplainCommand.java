package dev.podnet.cli;

import com.google.gson.stream.JsonWriter;
import dev.podnet.compile.ClusterOverride;
import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.Codes;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.JsonFormat;
import dev.podnet.origin.SpecObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podnet explain}: the page of a diagnostic, where a line of an output comes from, what an object caused. */
@Command(
    name = "explain",
    description =
        "Shows what a message means; which statements made a line of an output; what an object of a spec caused.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Objects: cluster, segment, router, node, namespace, pod, service, policy, ingress.",
      "",
      "Examples:",
      "  podnet explain PN2003                              a message",
      "  podnet explain --list",
      "  podnet explain out/nodes/n1/services.v4.rules:12   which statements made this line",
      "  podnet explain service default/web shop.podnet     all that it caused",
      "  podnet explain node n1 out                         the same, by an output"
    })
final class ExplainCommand implements Callable<Integer> {

  private static final Pattern PLACE = Pattern.compile("(.+):([0-9]{1,9})");

  private final Environment environment;

  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "WHAT",
      arity = "0..*",
      description = {
        "CODE: the code of a message, such as PN2003 (2003 will do).",
        "FILE:LINE [INPUT…]: a line of an output; the inputs are found where they are near by.",
        "KIND NAME INPUT…: an object of a spec; the input may be an output."
      })
  private List<String> words = new ArrayList<>();

  @Option(names = "--list", description = "List every code.")
  private boolean list;

  @Option(
      names = "--set",
      paramLabel = "cluster.KEY=VALUE",
      description = "Replace one statement of the cluster, as it was for the output.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "Show every line.")
  private boolean verbose;

  @Mixin
  private LookOptions look;

  @Option(
      names = "--format",
      paramLabel = "text|json|github|sarif",
      completionCandidates = Words.Formats.class,
      defaultValue = "text",
      description = {
        "For people or for programs.",
        "github, sarif: the findings for GitHub's annotations, code scanning."
      })
  private String format;

  ExplainCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    ReportOptions.Format form =
        ReportOptions.Format.valueOf(look.word("--format", format, new Words.Formats()));
    if (list != words.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "name one code, a line, an object, or --list");
    }
    look.colour(environment);
    if (!list) {
      Matcher place = PLACE.matcher(words.get(0));
      Optional<SpecObject.Kind> kind = kind(words.get(0));
      if (kind.isPresent()) {
        return new ExplainQuestion(environment, look, verbose, form, overrides(), spec)
            .object(kind.get(), words);
      } else if (place.matches()) {
        return new ExplainQuestion(environment, look, verbose, form, overrides(), spec)
            .line(place.group(1), place.group(2), words.subList(1, words.size()));
      } else if (words.size() > 1) {
        throw new ParameterException(
            spec.commandLine(), "there is no kind of object '" + words.get(0) + "'" + near());
      }
    }
    List<Code> asked = list ? Codes.all() : List.of(find());
    if (form == ReportOptions.Format.JSON) {
      environment.out().print(json(asked));
    } else if (form == ReportOptions.Format.SARIF) {
      Findings.show(environment, form, false, List.of());
    } else {
      environment.out().print(list ? listing() : page(asked.get(0)));
    }
    environment.out().flush();
    return ExitStatus.DONE;
  }

  private static Optional<SpecObject.Kind> kind(String word) {
    return Arrays.stream(SpecObject.Kind.values())
        .filter(k -> k.word().equals(word))
        .findFirst();
  }

  private String near() {
    List<String> kinds =
        Arrays.stream(SpecObject.Kind.values()).map(SpecObject.Kind::word).toList();
    return DidYouMean.among(words.get(0), kinds)
        .map(n -> "; did you mean " + n + "?")
        .orElse("; there are " + String.join(", ", kinds));
  }

  private List<String> overrides() {
    List<String> statements = new ArrayList<>();
    for (String text : overrides) {
      statements.add(ClusterOverride.statement(text)
          .orElseThrow(() -> new ParameterException(
              spec.commandLine(), "--set takes " + ClusterOverride.FORM + ", not '" + text + "'")));
    }
    return statements;
  }

  private Code find() {
    String code = words.get(0);
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
