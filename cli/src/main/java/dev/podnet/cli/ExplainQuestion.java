package dev.podnet.cli;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.ReviewCode;
import dev.podnet.origin.CauseFinder;
import dev.podnet.origin.Caused;
import dev.podnet.origin.LineOrigin;
import dev.podnet.origin.Origin;
import dev.podnet.origin.SpecObject;
import dev.podnet.origin.Statements;
import dev.podnet.output.OutputFacts;
import dev.podnet.source.Failures;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The questions to {@code podnet explain} that need a spec: where a line comes from, what an object caused. */
final class ExplainQuestion {

  private final Environment environment;
  private final LookOptions look;
  private final boolean verbose;
  private final ReportOptions.Format format;
  private final boolean json;
  private final List<String> overrides;
  private final CommandSpec spec;

  ExplainQuestion(
      Environment environment,
      LookOptions look,
      boolean verbose,
      ReportOptions.Format format,
      List<String> overrides,
      CommandSpec spec) {
    this.environment = environment;
    this.look = look;
    this.verbose = verbose;
    this.format = format;
    this.json = format == ReportOptions.Format.JSON;
    this.overrides = overrides;
    this.spec = spec;
  }

  /** Which statements made a line. */
  int line(String file, String digits, List<String> inputs) {
    Diagnostics own = new Diagnostics();
    int status = ExitStatus.WRONG_INPUT;
    try {
      Path path = environment.workingFolder().resolve(file).normalize();
      Optional<Path> output = output(path);
      if (output.isEmpty()) {
        noLine(file + " is in no folder that podnet wrote", own);
        return end(own.sorted(), status);
      }
      List<String> lines = OutputFacts.lines(path);
      int number = Integer.parseInt(digits);
      if (number < 1 || number > lines.size()) {
        noLine(
            file + " has " + Report.plural(lines.size(), "line") + ", so there is no line "
                + number,
            own);
        return end(own.sorted(), status);
      }
      ExplainedSpec explained = explained(inputs, output);
      if (explained.state().isEmpty()) {
        return end(explained.diagnostics(), explained.status());
      }
      String inside = output.get().relativize(path).toString().replace('\\', '/');
      Origin origin = new LineOrigin(
              explained.state().get(), Statements.of(explained.cluster().orElseThrow()))
          .of(inside, lines, number);
      String content = lines.get(number - 1);
      show(
          explained.diagnostics(),
          json
              ? ExplainJson.of(file, number, content, origin, explained.diagnostics())
              : text().of(file + ":" + number, content, origin));
      return ExitStatus.DONE;
    } catch (InvalidPathException e) {
      noLine("'" + file + "' is no path", own);
    } catch (IllegalArgumentException e) {
      Diagnostic.of(ReviewCode.NO_OUTPUT, file + ": " + e.getMessage()).to(own);
    } catch (IOException e) {
      noLine("cannot read " + file + ": " + Failures.reason(e), own);
      status = ExitStatus.ENVIRONMENT;
    }
    return end(own.sorted(), status);
  }

  private static void noLine(String message, Diagnostics own) {
    Diagnostic.of(ReviewCode.NO_SUCH_LINE, message)
        .help("name a file of an output and a line of it: out/nodes/n1/network.ip:3")
        .to(own);
  }

  /** The folder that podnet wrote around a file. */
  private static Optional<Path> output(Path file) throws IOException {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (OutputFacts.isOutput(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /** What an object caused. */
  int object(SpecObject.Kind kind, List<String> words) {
    if (words.size() < 3) {
      throw new ParameterException(
          spec.commandLine(),
          "name the " + kind.word() + " and the inputs: podnet explain " + kind.word()
              + " NAME INPUT…");
    }
    ExplainedSpec explained = explained(words.subList(2, words.size()), Optional.empty());
    if (explained.state().isEmpty()) {
      return end(explained.diagnostics(), explained.status());
    }
    CauseFinder finder =
        new CauseFinder(explained.cluster().orElseThrow(), explained.state().get());
    SpecObject object = new SpecObject(kind, words.get(1));
    if (!finder.objects().contains(object)) {
      List<Diagnostic> all = new ArrayList<>(explained.diagnostics());
      all.addAll(unknown(object, finder));
      return end(all, ExitStatus.WRONG_INPUT);
    }
    Caused caused = finder.of(object, explained.files());
    show(
        explained.diagnostics(),
        json ? ExplainJson.of(caused, explained.diagnostics()) : text().of(caused));
    return ExitStatus.DONE;
  }

  private static List<Diagnostic> unknown(SpecObject object, CauseFinder finder) {
    List<String> names = finder.objects().stream()
        .filter(o -> o.kind() == object.kind())
        .map(SpecObject::name)
        .toList();
    Diagnostics own = new Diagnostics();
    String help = names.stream()
        .filter(n -> n.endsWith("/" + object.name()))
        .findFirst()
        .or(() -> DidYouMean.among(object.name(), names))
        .map(n -> "did you mean " + n + "?")
        .orElse(
            names.isEmpty()
                ? "the spec has none of this kind"
                : "there are " + String.join(", ", names.subList(0, Math.min(8, names.size()))));
    Diagnostic.of(ReviewCode.NO_SUCH_OBJECT, "the spec has no " + object)
        .help(help)
        .to(own);
    return own.sorted();
  }

  private ExplainedSpec explained(List<String> inputs, Optional<Path> output) {
    Progress progress = new Progress(environment, false, look.quiet());
    ExplainedSpec explained = ExplainedSpec.of(environment, inputs, output, overrides, progress);
    progress.end();
    return explained;
  }

  private ExplainText text() {
    Environment shown = new Environment(
        environment.workingFolder(),
        environment.variables(),
        environment.in(),
        environment.out(),
        environment.err(),
        environment.outIsTerminal(),
        environment.outIsTerminal());
    return new ExplainText(look.colour(shown), verbose);
  }

  private void show(List<Diagnostic> diagnostics, String text) {
    Findings.show(environment, format, look.colour(environment), diagnostics);
    if (format != ReportOptions.Format.SARIF) {
      environment.out().print(text);
    }
    environment.out().flush();
  }

  private int end(List<Diagnostic> diagnostics, int status) {
    show(diagnostics, json ? ExplainJson.failed(diagnostics) : "");
    return status;
  }
}
