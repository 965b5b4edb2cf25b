package dev.podnet.maven;

import dev.podnet.compile.ClusterOverride;
import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.compile.Compiler;
import dev.podnet.diagnostics.Severity;
import dev.podnet.planning.Backends;
import java.io.File;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;

/** What all goals have in common: the inputs, and how findings are told. */
abstract class AbstractPodnetMojo extends AbstractMojo {

  /** Where the inputs are unless the POM says otherwise. */
  private static final String DEFAULT_INPUT = "src/main/podnet";

  private static final String KEPT = "dev.podnet.maven.kept";

  private final BuildContext buildContext;

  /**
   * The inputs: files of podnet source, files of Kubernetes manifests, or folders of these; relative to the project's
   * folder. Without any it is <code>src/main/podnet</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.inputs")
  private List<String> inputs;

  /**
   * Whether it is an error that <code>src/main/podnet</code> is not there when no inputs are named. With
   * <code>false</code> the goal has nothing to do then, which suits a parent POM.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.failOnMissingInputs", defaultValue = "true")
  private boolean failOnMissingInputs;

  /**
   * Statements that replace the cluster's own, each as <code>cluster.KEY=VALUE</code>, such as
   * <code>cluster.proxyMode=ipvs</code>. On the command line a comma parts two; a value with a comma needs the POM.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.set")
  private List<String> set;

  /**
   * <code>netns</code> to make pods as network namespaces, <code>none</code> to leave them to a container runtime.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.pods", defaultValue = "netns")
  private String pods;

  /**
   * Whether warnings are taken for errors.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.werror", defaultValue = "false")
  private boolean werror;

  /**
   * Whether all goals of this plugin are skipped.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
  private File buildDirectory;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  private List<Artifact> pluginArtifacts;

  AbstractPodnetMojo(BuildContext buildContext) {
    this.buildContext = buildContext;
  }

  /** Does the goal's work. */
  abstract void run() throws MojoExecutionException, MojoFailureException;

  /** Whether this goal alone is skipped. */
  abstract boolean skipped();

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip || skipped()) {
      getLog().info("skipped");
      return;
    }
    if (nothingThere()) {
      getLog().info("nothing to do: there is no " + DEFAULT_INPUT);
      return;
    }
    try {
      run();
    } catch (RuntimeException | StackOverflowError bug) {
      throw new MojoExecutionException("this is a bug in podnet: " + bug, bug);
    }
  }

  private boolean nothingThere() {
    return !failOnMissingInputs && inputsUnset() && !Files.exists(folder().resolve(DEFAULT_INPUT));
  }

  private boolean inputsUnset() {
    return inputs == null || inputs.isEmpty();
  }

  final MavenSession session() {
    return session;
  }

  final MavenProject project() {
    return project;
  }

  final BuildContext buildContext() {
    return buildContext;
  }

  /** The project's folder: what relative paths are relative to. */
  final Path folder() {
    return project.getBasedir().toPath().toAbsolutePath().normalize();
  }

  /** A path as messages name it: relative to the project's folder where it is inside. */
  final String shown(Path path) {
    Path shown = path.startsWith(folder()) ? folder().relativize(path) : path;
    return shown.toString().replace('\\', '/');
  }

  /** What to compile. */
  final CompileOptions options() throws MojoFailureException {
    List<String> overrides = new ArrayList<>();
    for (String text : set == null ? List.<String>of() : set) {
      overrides.add(ClusterOverride.statement(text)
          .orElseThrow(() -> new MojoFailureException(
              "podnet.set takes " + ClusterOverride.FORM + ", not '" + text + "'")));
    }
    if (!pods.equals("netns") && !pods.equals("none")) {
      throw new MojoFailureException("podnet.pods is netns or none, not '" + pods + "'");
    }
    return new CompileOptions(
        folder(),
        inputsUnset() ? List.of(DEFAULT_INPUT) : inputs,
        overrides,
        pods.equals("netns"),
        step -> {
          if (!step.isEmpty()) {
            getLog().debug("podnet: " + step);
          }
        });
  }

  /** The record of an earlier run of this goal's kind. */
  final RunRecord record(String kind, String... distinguishing) {
    return RunRecord.of(buildDirectory.toPath(), kind, List.of(distinguishing));
  }

  /** What a result depends on, as it is now. */
  final Fingerprint fingerprint(CompileOptions options) {
    return Fingerprint.of(options, pluginArtifacts, werror);
  }

  /** A result of this build, kept until another goal wants it or memory is short. */
  private record Kept(Fingerprint fingerprint, SoftReference<Compilation> compilation) {}

  /** Compiles, or takes what another goal has compiled in this build. */
  final Compilation compilation(CompileOptions options, Fingerprint now) {
    Object last = getPluginContext().remove(KEPT);
    Compilation kept = last instanceof Kept k && k.fingerprint().equals(now) && now.complete()
        ? k.compilation().get()
        : null;
    return kept != null
        ? kept
        : new Compiler(Backends.load(getClass().getClassLoader())).compile(options);
  }

  /** Keeps a sound result for the next goal of this build, which would compile the same again. */
  @SuppressWarnings("unchecked") // Maven's map has no types
  final void keep(Fingerprint now, Compilation compilation) {
    getPluginContext().put(KEPT, new Kept(now, new SoftReference<>(compilation)));
  }

  /**
   * Tells what a compile found.
   *
   * @return the messages, to be told again when the next run has nothing to do
   * @throws MojoFailureException when the input is wrong
   * @throws MojoExecutionException when an input cannot be read
   */
  final List<Message> report(Compilation compilation)
      throws MojoExecutionException, MojoFailureException {
    List<Message> found = Message.of(compilation.diagnostics(), folder());
    tell(found);
    int errors = compilation.count(Severity.ERROR);
    int warnings = compilation.count(Severity.WARNING);
    if (compilation.unreadable()) {
      throw new MojoExecutionException(Message.summary("podnet could not read its inputs", found));
    }
    if (errors > 0) {
      throw new MojoFailureException(
          Message.summary("podnet found " + Message.counted(errors, "error"), found));
    }
    if (werror && warnings > 0) {
      throw new MojoFailureException(Message.summary(
          "podnet found " + Message.counted(warnings, "warning")
              + ", which podnet.werror takes for errors",
          found));
    }
    return found;
  }

  /** Writes messages to the log, and to the editor that runs this build, if one does. */
  final void tell(List<Message> told) {
    boolean editor = session.getUserProperties().containsKey("m2e.version")
        || session.getSystemProperties().containsKey("m2e.version");
    for (Message message : told) {
      message.log(getLog());
      if (editor) {
        message.mark(buildContext);
      }
    }
  }
}
