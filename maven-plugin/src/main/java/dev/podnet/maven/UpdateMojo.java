package dev.podnet.maven;

import dev.podnet.compile.InputDigests;
import dev.podnet.output.OutputException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/**
 * Accepts what is compiled now: puts it into the golden folder. Look at the difference in version control before you commit
 * it. Files in the golden folder that are no part of an output, such as a README, stay as they are.
 *
 * @since 0.1.0
 */
@Mojo(name = "update", threadSafe = true)
public final class UpdateMojo extends AbstractGoldenMojo {

  /**
   * Whether this goal is skipped.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.update.skip", defaultValue = "false")
  private boolean skipUpdate;

  /** Made by Maven. */
  @Inject
  public UpdateMojo(BuildContext buildContext) {
    super(buildContext);
  }

  @Override
  boolean skipped() {
    return skipUpdate;
  }

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    compile();
    try {
      int changed = golden().accept(output(), inputs());
      getLog()
          .info(
              changed == 0
                  ? shown(goldenPath()) + " is as it was: there is nothing to accept"
                  : "accepted " + Message.counted(changed, "file") + " into " + shown(goldenPath())
                      + "; review them before you commit them");
      buildContext().refresh(goldenPath().toFile());
    } catch (OutputException e) {
      throw refused(e);
    }
  }

  private List<Path> inputs() throws MojoFailureException {
    return InputDigests.read(folder(), options().inputs()).files().keySet().stream()
        .map(folder()::resolve)
        .toList();
  }
}
