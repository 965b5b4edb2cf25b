package dev.podnet.cli;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.Compiler;
import dev.podnet.planning.Backends;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code podnet check}: everything but writing. */
@Command(
    name = "check",
    description = "Looks for mistakes and writes nothing.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  podnet check shop.podnet",
      "  podnet check examples/boutique --format json",
      "  podnet check shop.podnet --explain-defaults"
    })
final class CheckCommand implements Callable<Integer> {

  private final Environment environment;

  @Mixin
  private CommonOptions common;

  @Option(
      names = "--explain-defaults",
      description = "List every default in effect and what it means.")
  private boolean explainDefaults;

  CheckCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    common.format();
    common.colour(environment);
    Progress progress = new Progress(environment, common.input().verbose(), common.quiet());
    Compilation compilation =
        compiler().compile(common.input().compile(environment, true, progress));
    progress.end();
    Report report = new Report(environment, common, compilation);
    report.findings();
    int status = Verdict.of(compilation, common.input().werror());
    report.end(status == ExitStatus.DONE ? summary(compilation) : "", null, null, explainDefaults);
    return status;
  }

  static Compiler compiler() {
    return new Compiler(Backends.load(CheckCommand.class.getClassLoader()));
  }

  private static String summary(Compilation compilation) {
    return compilation
        .cluster()
        .map(c -> "checked " + Report.plural(c.nodes().size(), "node") + ", "
            + Report.plural(c.givenPods().size(), "pod") + ", "
            + Report.plural(c.givenServices().size(), "service") + ": no errors")
        .orElse("");
  }
}
