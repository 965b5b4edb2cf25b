package dev.podnet.maven;

import dev.podnet.output.FileDifference;
import dev.podnet.output.GoldenFolder;
import dev.podnet.source.Failures;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/**
 * Compares what is compiled now with the golden folder, and fails when anything is different. The whole difference is in the
 * log and in a file; the goal <code>update</code> accepts it.
 *
 * @since 0.1.0
 */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class VerifyMojo extends AbstractGoldenMojo {

  /**
   * Whether this goal is skipped.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.verify.skip", defaultValue = "false")
  private boolean skipVerify;

  /**
   * Whether podnet's version and the digests of the inputs count, which <code>podnet.json</code> holds. They change with
   * every comment in a spec and every release of podnet.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.exact", defaultValue = "false")
  private boolean exact;

  /**
   * The file that gets the whole difference, as patch(1) reads it. It is not there when there is no difference.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.diff", defaultValue = "${project.build.directory}/podnet.diff")
  private File diff;

  /**
   * How many lines of the difference the log shows; the file has them all.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.diffLines", defaultValue = "1000")
  private int diffLines;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  /** Made by Maven. */
  @Inject
  public VerifyMojo(BuildContext buildContext) {
    super(buildContext);
  }

  @Override
  boolean skipped() {
    return skipVerify;
  }

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    compile();
    GoldenFolder golden = golden();
    if (!golden.exists()) {
      throw new MojoFailureException("there is no approved output in " + shown(goldenPath())
          + " yet\n" + accept("To approve what is compiled now"));
    }
    try {
      List<FileDifference> differences = golden.differences(output(), exact);
      if (differences.isEmpty()) {
        Files.deleteIfExists(diff.toPath());
        getLog().info(shown(output()) + " is as approved in " + shown(goldenPath()));
        return;
      }
      show(differences);
      throw new MojoFailureException(summary(differences));
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot compare " + shown(output()) + " with " + shown(goldenPath()) + ": "
              + Failures.reason(e),
          e);
    }
  }

  private void show(List<FileDifference> differences) throws IOException {
    List<String> lines = new ArrayList<>();
    differences.forEach(d -> lines.addAll(d.diff()));
    Path file = diff.toPath();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(shown(output()) + " is not as approved in "
        + shown(goldenPath()) + " (-approved, +compiled now):\n");
    lines.stream().limit(diffLines).forEach(l -> text.append(visible(l)).append('\n'));
    if (lines.size() > diffLines) {
      text.append("… ")
          .append(Message.counted(lines.size() - diffLines, "more line"))
          .append(" in ")
          .append(file)
          .append('\n');
    }
    getLog().error(text);
  }

  /** What a terminal would act on, or swallow, is shown by its sign. */
  private static String visible(String line) {
    StringBuilder shown = new StringBuilder(line.length());
    line.codePoints()
        .forEach(c ->
            shown.appendCodePoint(c == 0x7f ? 0x2421 : c < 0x20 && c != '\t' ? 0x2400 + c : c));
    return shown.toString();
  }

  private String summary(List<FileDifference> differences) {
    StringBuilder text = new StringBuilder(
        Message.counted(differences.size(), "file") + " of " + shown(output()) + " "
            + (differences.size() == 1 ? "is" : "are") + " not as approved in "
            + shown(goldenPath()) + ":\n");
    for (FileDifference each : differences) {
      text.append("  ").append(word(each)).append(' ').append(each.path()).append('\n');
    }
    text.append("The whole difference is in ").append(diff).append('\n');
    if (differences.stream().allMatch(FileDifference::lineEndsOnly)) {
      text.append("Only line ends differ: git changed them. Put '")
          .append(shown(goldenPath()))
          .append("/** -text' into .gitattributes and check the folder out again.");
    } else {
      text.append(accept("When it is what you want, accept it"));
    }
    return text.toString();
  }

  private static String word(FileDifference file) {
    String lines = " (+" + file.linesAdded() + " -" + file.linesRemoved() + ")";
    return switch (file.kind()) {
      case CHANGED -> "changed" + lines;
      case ADDED -> "added  " + lines;
      case REMOVED -> "removed" + lines;
    };
  }

  /** The command that accepts; with this execution's own settings. */
  private String accept(String when) {
    String id = execution.getExecutionId();
    return when + ": mvn podnet:update" + (id.equals("default-cli") ? "" : "@" + id)
        + (session().getProjects().size() > 1 ? " -pl :" + project().getArtifactId() : "");
  }
}
