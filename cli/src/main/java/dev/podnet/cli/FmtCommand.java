package dev.podnet.cli;

import com.google.gson.stream.JsonWriter;
import dev.podnet.compile.SpecSources;
import dev.podnet.compile.SpecSources.SpecText;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.JsonFormat;
import dev.podnet.diagnostics.ReviewCode;
import dev.podnet.format.SpecFormat;
import dev.podnet.output.TextDifference;
import dev.podnet.source.Failures;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podnet fmt}: one canonical layout. */
@Command(
    name = "fmt",
    description = "Lays out podnet source in the one canonical way.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Comments, words and their order stay as they are. A file with a syntax error is left alone.",
      "",
      "Examples:",
      "  podnet fmt shop.podnet            lay it out",
      "  podnet fmt --check .              status 1 when a file is laid out otherwise",
      "  podnet fmt --diff shop.podnet     show what would change",
      "  podnet fmt - < shop.podnet        from standard input to standard output"
    })
final class FmtCommand implements Callable<Integer> {

  private static final String STDIN = "-";

  private final Environment environment;
  private final Diagnostics diagnostics = new Diagnostics();
  private final List<String> changed = new ArrayList<>();
  private final List<String> unwritten = new ArrayList<>();

  @Spec
  private CommandSpec spec;

  @Mixin
  private ReportOptions report;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "A file of podnet source, a folder of these, or - for standard input.")
  private List<String> names;

  @Option(names = "--check", description = "Change nothing; name the files that would change.")
  private boolean check;

  @Option(names = "--diff", description = "Change nothing; show what would change.")
  private boolean diff;

  FmtCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    report.format();
    boolean piped = names.contains(STDIN);
    if (piped && names.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "- stands alone: standard input is one text");
    }
    int status = piped ? standardInput() : files();
    findings();
    environment.out().flush();
    return status;
  }

  private int standardInput() throws IOException {
    byte[] bytes = environment.in().readAllBytes();
    Optional<SourceFile> source = SpecSources.decode("<stdin>", bytes, diagnostics);
    Optional<String> laidOut = source.flatMap(s -> SpecFormat.format(s, diagnostics));
    if (laidOut.isEmpty()) {
      return ExitStatus.WRONG_INPUT;
    }
    String before = source.get().text();
    if (!before.equals(laidOut.get())) {
      changed.add("<stdin>");
    }
    if (check || diff) {
      show(source.get(), laidOut.get());
    } else if (!report.format().alone()) {
      environment.out().print(laidOut.get());
    }
    return verdict();
  }

  private int files() throws IOException {
    SpecSources sources = SpecSources.read(environment.workingFolder(), names, diagnostics);
    for (SpecText file : sources.files()) {
      Optional<String> laidOut = SpecFormat.format(file.source(), diagnostics);
      if (laidOut.isPresent() && !isLaidOut(file, laidOut.get())) {
        changed.add(file.source().name());
        if (check || diff) {
          show(file.source(), laidOut.get());
        } else {
          write(file, laidOut.get());
        }
      }
    }
    unwritten.forEach(u -> environment.err().println("podnet: " + u));
    return sources.unreadable() || !unwritten.isEmpty() ? ExitStatus.ENVIRONMENT : verdict();
  }

  /** Compares bytes, since a byte order mark is no part of the text. */
  private static boolean isLaidOut(SpecText file, String laidOut) throws IOException {
    return Files.readString(file.path(), StandardCharsets.UTF_8).equals(laidOut);
  }

  private void write(SpecText file, String laidOut) {
    try {
      InPlace.write(file.path(), laidOut);
      if (report.format() == ReportOptions.Format.TEXT && !report.look().quiet()) {
        environment.out().println(file.source().name());
      }
    } catch (IOException e) {
      unwritten.add(
          "cannot write " + file.source().name() + ": " + Failures.reason(e) + "; it is as it was");
    }
  }

  private int verdict() {
    boolean wrong = diagnostics.hasErrors() || check && !changed.isEmpty();
    return wrong ? ExitStatus.WRONG_INPUT : ExitStatus.DONE;
  }

  private void show(SourceFile source, String after) {
    String name = source.name();
    String before = source.text();
    if (before.equals(after) || report.format() == ReportOptions.Format.JSON) {
      return;
    }
    if (report.format() != ReportOptions.Format.TEXT) {
      if (check) {
        mark(source, after);
      }
    } else if (diff) {
      TextDifference.of(
              name, before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8))
          .forEach(environment.out()::println);
    } else {
      environment.out().println(name);
    }
  }

  /** A mark on the first line that differs. */
  private void mark(SourceFile source, String after) {
    String before = source.text();
    int from = 0;
    while (from < before.length()
        && from < after.length()
        && before.charAt(from) == after.charAt(from)) {
      from++;
    }
    int line = source.line(Math.min(from, before.length()));
    int start = source.offset(line, 1);
    Span span = new Span(source, start, start + source.lineText(line).length());
    Diagnostic.at(span, ReviewCode.LAYOUT, source.name() + " is not laid out as podnet fmt does")
        .help("`podnet fmt " + source.name() + "` lays it out")
        .to(diagnostics);
  }

  private void findings() {
    Findings.show(
        environment, report.format(), report.look().colour(environment), diagnostics.sorted());
    if (report.format() == ReportOptions.Format.JSON) {
      environment.out().print(json());
    }
  }

  private String json() {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = JsonFormat.writer(text);
      json.beginObject();
      json.name("formatVersion").value(JsonFormat.FORMAT_VERSION);
      JsonFormat.writeFields(json, diagnostics.sorted());
      json.name("changed").beginArray();
      for (String name : changed) {
        json.value(name);
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
