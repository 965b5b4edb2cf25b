package dev.podnet.maven;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.source.Failures;
import java.io.IOException;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/**
 * Looks for mistakes and writes nothing: reads the inputs, resolves names and addresses, checks the rules, and proves that
 * every packet arrives where it should. All mistakes are told in one run.
 *
 * @since 0.1.0
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class CheckMojo extends AbstractPodnetMojo {

  /**
   * Whether this goal is skipped.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.check.skip", defaultValue = "false")
  private boolean skipCheck;

  /** Made by Maven. */
  @Inject
  public CheckMojo(BuildContext buildContext) {
    super(buildContext);
  }

  @Override
  boolean skipped() {
    return skipCheck;
  }

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    CompileOptions options = options();
    Fingerprint now = fingerprint(options);
    RunRecord record = record("check", options.inputs().toArray(String[]::new));
    Optional<RunRecord.Content> before = record.read();
    Optional<String> reason = before
        .map(b -> now.newerThan(b.fingerprint()))
        .orElse(Optional.of("it was not checked before"));
    if (reason.isEmpty()) {
      tell(before.orElseThrow().messages());
      getLog()
          .info("up to date: " + Message.counted(now.inputs().size(), "input") + " checked before");
      return;
    }
    getLog().info("checking " + String.join(", ", options.inputs()) + ": " + reason.get());
    try {
      record.forget();
      Compilation compilation = compilation(options, now);
      var messages = report(compilation);
      keep(now, compilation);
      compilation
          .cluster()
          .ifPresent(c -> getLog()
              .info("checked " + Message.counted(c.nodes().size(), "node") + ", "
                  + Message.counted(c.givenPods().size(), "pod") + ", "
                  + Message.counted(c.givenServices().size(), "service") + ": no errors"));
      record.write(new RunRecord.Content(now, "", messages));
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot write to the build folder: " + Failures.reason(e), e);
    }
  }
}
