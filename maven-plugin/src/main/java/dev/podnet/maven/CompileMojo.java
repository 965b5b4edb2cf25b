package dev.podnet.maven;

import javax.inject.Inject;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/**
 * Compiles the inputs into a folder: for every host the scripts that make its network. Does nothing when neither the inputs
 * nor the settings nor the output changed since.
 *
 * @since 0.1.0
 */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.GENERATE_RESOURCES, threadSafe = true)
public final class CompileMojo extends AbstractOutputMojo {

  /**
   * Whether this goal is skipped.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.compile.skip", defaultValue = "false")
  private boolean skipCompile;

  /**
   * Whether the output becomes resources of the project, below <code>podnet/</code> in its jar.
   *
   * @since 0.1.0
   */
  @Parameter(property = "podnet.addResources", defaultValue = "false")
  private boolean addResources;

  /** Made by Maven. */
  @Inject
  public CompileMojo(BuildContext buildContext) {
    super(buildContext);
  }

  @Override
  boolean skipped() {
    return skipCompile;
  }

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    compile();
    if (addResources) {
      Resource resource = new Resource();
      resource.setDirectory(output().toString());
      resource.setTargetPath("podnet");
      project().addResource(resource);
    }
  }
}
