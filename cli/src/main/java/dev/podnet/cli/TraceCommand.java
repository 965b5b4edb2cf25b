package dev.podnet.cli;

import dev.podnet.compile.Compilation;
import dev.podnet.simulate.Question;
import dev.podnet.source.SourceFile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code podnet trace}: follows one packet. */
@Command(
    name = "trace",
    description = "Follows one packet, hop by hop, and its answer, before anything is applied.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Parties: NAMESPACE/POD, `service NAMESPACE/NAME`, `node NAME`, `world`, or an address.",
      "",
      "Examples:",
      "  podnet trace shop.podnet --from default/client --to 'service default/web:80'",
      "  podnet trace shop.podnet --from 'node n1' --to default/web-2",
      "  podnet trace shop.podnet --from world --to 192.168.1.11:30080/TCP --format json",
      "",
      "Exit status: 0 when the packet is delivered and answered, 1 when it is not."
    })
final class TraceCommand implements Callable<Integer> {

  private final Environment environment;

  @Mixin
  private CommonOptions common;

  @Option(names = "--from", required = true, paramLabel = "A", description = "Who sends.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "B[:PORT[/PROTO]]",
      description = "Who should answer; without a port, a ping.")
  private String to;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "60",
      description = "Length of the packet with its IP header; default 60.")
  private int size;

  TraceCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    common.format();
    common.colour(environment);
    SourceFile question = new SourceFile("--from --to", "assert reachable " + from + " -> " + to);
    Progress progress = new Progress(environment, common.input().verbose(), common.quiet());
    Compilation compilation =
        CheckCommand.compiler().ask(common.input().compile(environment, true, progress), question);
    progress.end();
    Report report = new Report(environment, common, compilation);
    report.findings();
    if (compilation.plan().isEmpty() || compilation.question().isEmpty()) {
      report.end("", null, null, false);
      int status = Verdict.of(compilation, common.input().werror());
      return status == ExitStatus.DONE ? ExitStatus.WRONG_INPUT : status;
    }
    List<Question.Answer> answers = Question.ask(
        compilation.cluster().orElseThrow(),
        compilation.plan().get(),
        compilation.question().get(),
        size);
    TraceText text = new TraceText(from, to);
    boolean json = common.format() == ReportOptions.Format.JSON;
    if (json || !common.format().alone()) {
      environment.out().print(json ? text.json(answers) : text.text(answers));
    }
    environment.out().flush();
    return answers.stream().allMatch(Question.Answer::delivered)
        ? ExitStatus.DONE
        : ExitStatus.WRONG_INPUT;
  }
}
