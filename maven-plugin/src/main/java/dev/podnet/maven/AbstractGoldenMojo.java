package dev.podnet.maven;

import dev.podnet.output.GoldenFolder;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/** What the goals have in common that look after the golden folder. */
abstract class AbstractGoldenMojo extends AbstractOutputMojo {

  /**
   * The folder with the approved output. It belongs into version control.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.golden", defaultValue = "${basedir}/src/test/podnet-golden")
  private File golden;

  /**
   * Patterns of files of the output that are neither compared nor accepted, such as <code>cluster/lib/**</code>, which are
   * podnet's own scripts and change only with podnet.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.goldenExcludes")
  private List<String> goldenExcludes;

  AbstractGoldenMojo(BuildContext buildContext) {
    super(buildContext);
  }

  final Path goldenPath() {
    return golden.toPath().toAbsolutePath().normalize();
  }

  final GoldenFolder golden() throws MojoFailureException {
    try {
      return new GoldenFolder(
          goldenPath(), shown(goldenPath()), goldenExcludes == null ? List.of() : goldenExcludes);
    } catch (PatternSyntaxException e) {
      throw new MojoFailureException("podnet.goldenExcludes: " + e.getMessage());
    }
  }
}
