package dev.podnet.cli;

import dev.podnet.compile.Compilation;
import dev.podnet.output.CompiledOutput;
import dev.podnet.output.OutputException;
import dev.podnet.render.Renderer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code podnet compile}: from a spec to a folder of scripts. */
@Command(
    name = "compile",
    description =
        "Compiles the inputs into a folder: for every host the scripts that make its network.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  podnet compile shop.podnet -o build/shop",
      "  podnet compile cluster.podnet manifests/ -o out --set cluster.backend=host-gw",
      "  podnet compile shop.podnet -o out --lock      keep every address for the next compile",
      "  podnet compile shop.podnet -o out --with ansible --watch"
    })
final class CompileCommand implements Callable<Integer> {

  private final Environment environment;

  @Spec
  private CommandSpec spec;

  @Mixin
  private CommonOptions common;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "The folder to write; replaced as a whole, or left as it is.")
  private String output;

  @Option(
      names = "--lock",
      description = "Write podnet.lock beside the spec: it fixes every address chosen.")
  private boolean lock;

  @Option(names = "--force", description = "Replace OUT even if podnet did not write it.")
  private boolean force;

  @Option(
      names = "--pods",
      paramLabel = "netns|none",
      completionCandidates = Words.Pods.class,
      defaultValue = "netns",
      description = "Make pods as network namespaces, or leave them to a container runtime.")
  private String pods;

  @Option(
      names = "--with",
      paramLabel = "ansible",
      split = ",",
      completionCandidates = Words.Extras.class,
      description = "Write OUT/ansible too: an inventory and playbooks that apply on all hosts.")
  private List<String> extras = new ArrayList<>();

  @Option(
      names = "--watch",
      description = "Stay, and compile again whenever an input changes, until Ctrl-C.")
  private boolean watch;

  CompileCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    common.format();
    common.colour(environment);
    boolean netns = common.word("--pods", pods, new Words.Pods()).equals("NETNS");
    Path target = target();
    Set<Renderer.Extra> wanted = EnumSet.noneOf(Renderer.Extra.class);
    for (String extra : extras) {
      wanted.add(Renderer.Extra.valueOf(common.word("--with", extra, new Words.Extras())));
    }
    if (!watch) {
      return compile(target, netns, wanted).status();
    }
    return new Watch(environment, target, common.input().inputs(), common.quiet())
        .run(() -> compile(target, netns, wanted));
  }

  private Watch.Turn compile(Path target, boolean netns, Set<Renderer.Extra> wanted) {
    Progress progress = new Progress(environment, common.input().verbose(), common.quiet());
    Compilation compilation =
        CheckCommand.compiler().compile(common.input().compile(environment, netns, progress));
    return new Watch.Turn(
        finish(compilation, target, wanted, progress),
        Watch.looksAt(compilation),
        compilation.folders());
  }

  private int finish(
      Compilation compilation, Path target, Set<Renderer.Extra> wanted, Progress progress) {
    Report report = new Report(environment, common, compilation);
    int status = Verdict.of(compilation, common.input().werror());
    if (status == ExitStatus.DONE) {
      progress.accept("writing");
      return write(compilation, target, wanted, report, progress);
    }
    progress.end();
    report.findings();
    report.end("", null, null, false);
    return status;
  }

  private Path target() {
    try {
      return environment.workingFolder().resolve(output);
    } catch (InvalidPathException e) {
      throw new ParameterException(spec.commandLine(), "'" + output + "' is no path");
    }
  }

  private int write(
      Compilation compilation,
      Path target,
      Set<Renderer.Extra> wanted,
      Report report,
      Progress progress) {
    int files = 0;
    String failure = null;
    int status = ExitStatus.DONE;
    try {
      files = CompiledOutput.write(compilation, wanted, target, output, force, lock);
    } catch (OutputException e) {
      failure = e.getMessage();
      status = e.reason() == OutputException.Reason.REFUSED
          ? ExitStatus.WRONG_USAGE
          : ExitStatus.ENVIRONMENT;
    }
    progress.end();
    report.findings();
    String summary =
        "compiled " + Report.plural(compilation.plan().orElseThrow().hosts().size(), "node") + ", "
            + Report.plural(files, "file") + " into " + output;
    report.end(summary, failure == null ? new Report.Written(output, files) : null, failure, false);
    return status;
  }
}
