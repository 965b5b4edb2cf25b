package dev.podnet.maven;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.output.CompiledOutput;
import dev.podnet.output.FolderFiles;
import dev.podnet.output.OutputException;
import dev.podnet.source.Failures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/** What the goals have in common that write or look at the output: it is compiled first, where it is not up to date. */
abstract class AbstractOutputMojo extends AbstractPodnetMojo {

  /**
   * The folder that is written: replaced as a whole, or left as it was.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.output", defaultValue = "${project.build.directory}/podnet")
  private File output;

  /**
   * Whether to replace the output folder even if podnet did not write it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.force", defaultValue = "false")
  private boolean force;

  /**
   * Whether to write <code>podnet.lock</code> beside the spec, which fixes every address that was chosen.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.lock", defaultValue = "false")
  private boolean lock;

  AbstractOutputMojo(BuildContext buildContext) {
    super(buildContext);
  }

  /** The output folder, absolute. */
  final Path output() {
    return output.toPath().toAbsolutePath().normalize();
  }

  /** Compiles, unless the output is what a compile would write. */
  final void compile() throws MojoExecutionException, MojoFailureException {
    CompileOptions options = options();
    Fingerprint inputs = fingerprint(options);
    Fingerprint now = inputs.with("lock " + lock);
    RunRecord record = record("compile", output().toString());
    try {
      Optional<RunRecord.Content> before = record.read();
      Optional<String> reason = reason(now, before);
      if (reason.isEmpty()) {
        tell(before.orElseThrow().messages());
        getLog().info("up to date: " + shown(output()));
        return;
      }
      getLog().info("compiling " + String.join(", ", options.inputs()) + ": " + reason.get());
      record.forget();
      Compilation compilation = compilation(options, inputs);
      List<Message> messages = report(compilation);
      int files = write(compilation);
      buildContext().refresh(output().toFile());
      getLog()
          .info("compiled "
              + Message.counted(compilation.plan().orElseThrow().hosts().size(), "node") + ", "
              + Message.counted(files, "file") + " into " + shown(output()));
      // The lock may have been written just now.
      Fingerprint done = lock ? fingerprint(options).with("lock " + lock) : now;
      record.write(new RunRecord.Content(done, FolderFiles.digest(output()), messages));
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot read or write " + shown(output()) + ": " + Failures.reason(e), e);
    }
  }

  private Optional<String> reason(Fingerprint now, Optional<RunRecord.Content> before)
      throws IOException {
    if (!Files.exists(output())) {
      return Optional.of("there is no " + shown(output()) + " yet");
    } else if (before.isEmpty()) {
      return Optional.of(shown(output()) + " was not written by an earlier run");
    }
    Optional<String> newer = now.newerThan(before.get().fingerprint());
    boolean touched =
        newer.isEmpty() && !FolderFiles.digest(output()).equals(before.get().output());
    return touched ? Optional.of(shown(output()) + " was changed since") : newer;
  }

  private int write(Compilation compilation) throws MojoExecutionException, MojoFailureException {
    try {
      return CompiledOutput.write(compilation, output(), shown(output()), force, lock);
    } catch (OutputException e) {
      throw refused(e);
    }
  }

  /** The failure that stands for one of the library: the build's fault, or the machine's. */
  static MojoExecutionException refused(OutputException e) throws MojoFailureException {
    if (e.reason() == OutputException.Reason.REFUSED) {
      throw new MojoFailureException(e.getMessage()
          .replace("--force replaces it all the same", "podnet.force replaces it all the same"));
    }
    return new MojoExecutionException(e.getMessage(), e);
  }
}
