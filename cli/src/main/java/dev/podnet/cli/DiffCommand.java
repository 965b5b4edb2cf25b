package dev.podnet.cli;

import dev.podnet.compile.ClusterOverride;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.TextFormat;
import dev.podnet.diff.Review;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podnet diff}: what changes on which host. */
@Command(
    name = "diff",
    description = "Tells what changes on which host, why, and whether connections notice.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  podnet diff old.podnet new.podnet",
      "  podnet diff build/shop shop.podnet              an output, and what it would become",
      "  podnet diff --against main shop.podnet          a spec, and the same at a git revision",
      "  podnet diff --against main shop.podnet --format markdown > comment.md",
      "  podnet diff --old a.podnet --old ma/ --new b.podnet --new mb/   several inputs a side",
      "",
      "Exit status: 0, and 1 with --exit-code when something changes."
    })
final class DiffCommand implements Callable<Integer> {

  private final Environment environment;

  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "OLD NEW",
      arity = "0..*",
      description = "Specs (files, folders) or compiled outputs; with --against, the inputs.")
  private List<String> named = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "REV",
      description = "Compare the inputs with what they were at a git revision.")
  private String against;

  @Option(names = "--old", paramLabel = "INPUT", description = "One of several old inputs.")
  private List<String> olds = new ArrayList<>();

  @Option(names = "--new", paramLabel = "INPUT", description = "One of several new inputs.")
  private List<String> news = new ArrayList<>();

  @Option(names = "--exit-code", description = "End with 1 when something changes.")
  private boolean exitCode;

  @Option(
      names = "--format",
      paramLabel = "text|json|markdown|github|sarif",
      completionCandidates = Words.Reviews.class,
      defaultValue = "text",
      description = {
        "For people, programs, or a pull request.",
        "github, sarif: the findings for GitHub's annotations, code scanning."
      })
  private String format;

  @Option(
      names = "--set",
      paramLabel = "cluster.KEY=VALUE",
      description = "Replace one statement of the cluster in both specs.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--pods",
      paramLabel = "netns|none",
      completionCandidates = Words.Pods.class,
      defaultValue = "netns",
      description = "As for compile: whether pods are made as network namespaces.")
  private String pods;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show every line, and how long each step takes.")
  private boolean verbose;

  @Mixin
  private LookOptions look;

  DiffCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    String form = look.word("--format", format, new Words.Reviews());
    boolean netns = look.word("--pods", pods, new Words.Pods()).equals("NETNS");
    boolean colour = look.colour(environment);
    Progress progress = new Progress(environment, verbose, look.quiet());
    DiffSide.Settings settings = new DiffSide.Settings(statements(), netns, progress);
    Path here = environment.workingFolder();
    DiffSide old;
    DiffSide now;
    if (against != null) {
      List<String> inputs = sideBySide() ? none("--against") : named;
      if (inputs.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "name the inputs that are compared with " + against);
      }
      old = DiffSide.at(here, against, inputs, settings);
      now = DiffSide.read(here, inputs, settings);
    } else {
      old = DiffSide.read(here, side(olds, 0), settings);
      now = DiffSide.read(here, side(news, 1), settings);
    }
    progress.accept("comparing");
    boolean wrong = old.wrong() || now.wrong();
    Review review =
        wrong ? null : Review.of(old.side().orElseThrow(), now.side().orElseThrow());
    progress.end();
    List<Diagnostic> diagnostics = new ArrayList<>(old.diagnostics());
    now.diagnostics().stream().filter(d -> !told(diagnostics, d)).forEach(diagnostics::add);
    if (form.equals("JSON")) {
      environment.out().print(DiffJson.of(old, now, review, diagnostics));
    } else {
      ReportOptions.Format findings = findings(form);
      Findings.show(environment, findings, colour, diagnostics);
      if (review != null && !findings.alone()) {
        environment.out().print(text(form, old, now, review));
      }
    }
    environment.err().flush();
    environment.out().flush();
    if (wrong) {
      return old.unreadable() || now.unreadable() ? ExitStatus.ENVIRONMENT : ExitStatus.WRONG_INPUT;
    }
    return exitCode && !review.changes().isEmpty() ? ExitStatus.WRONG_INPUT : ExitStatus.DONE;
  }

  /** The form of the findings. A review in Markdown is for another place than they are. */
  private static ReportOptions.Format findings(String form) {
    return form.equals("MARKDOWN") ? ReportOptions.Format.TEXT : ReportOptions.Format.valueOf(form);
  }

  private String text(String form, DiffSide old, DiffSide now, Review review) {
    if (form.equals("MARKDOWN")) {
      return new DiffMarkdown(old, now).of(review);
    }
    Environment shown = new Environment(
        environment.workingFolder(),
        environment.variables(),
        environment.in(),
        environment.out(),
        environment.err(),
        environment.outIsTerminal(),
        environment.outIsTerminal());
    return new DiffText(look.colour(shown), verbose, look.quiet()).of(old, now, review);
  }

  /** What both specs say is said once. */
  private static boolean told(List<Diagnostic> all, Diagnostic other) {
    String text = new TextFormat(false).format(other);
    return all.stream().anyMatch(d -> new TextFormat(false).format(d).equals(text));
  }

  private boolean sideBySide() {
    return !olds.isEmpty() || !news.isEmpty();
  }

  private List<String> side(List<String> several, int place) {
    if (sideBySide()) {
      if (!named.isEmpty() || several.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "with --old and --new, each side needs one and nothing else is named");
      }
      return several;
    } else if (named.size() != 2) {
      throw new ParameterException(
          spec.commandLine(),
          "name two to compare, OLD and NEW, or --against REV and the inputs"
              + (named.size() > 2 ? "; --old and --new take several" : ""));
    }
    return List.of(named.get(place));
  }

  private List<String> none(String option) {
    throw new ParameterException(spec.commandLine(), option + " does not go with --old and --new");
  }

  private List<String> statements() {
    List<String> statements = new ArrayList<>();
    for (String text : overrides) {
      statements.add(ClusterOverride.statement(text)
          .orElseThrow(() -> new ParameterException(
              spec.commandLine(), "--set takes " + ClusterOverride.FORM + ", not '" + text + "'")));
    }
    return statements;
  }
}
