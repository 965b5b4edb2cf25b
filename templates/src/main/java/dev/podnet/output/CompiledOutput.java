package dev.podnet.output;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.InputFile;
import dev.podnet.compile.LockFiles;
import dev.podnet.output.OutputException.Reason;
import dev.podnet.render.Renderer;
import dev.podnet.source.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes what a sound compile came to: every host's files, and {@code podnet.lock} where it is wanted. */
public final class CompiledOutput {

  private CompiledOutput() {}

  /**
   * Replaces a folder by what was compiled, then writes the lock.
   *
   * @param compilation one that has a plan
   * @param target the folder; need not exist
   * @param shown what messages call it
   * @param force whether to replace a folder that podnet did not write
   * @param lock whether to write {@code podnet.lock}
   * @return how many files the folder holds now
   * @throws OutputException when something could not be written, and why
   */
  public static int write(
      Compilation compilation, Path target, String shown, boolean force, boolean lock)
      throws OutputException {
    return write(compilation, Set.of(), target, shown, force, lock);
  }

  /**
   * The same, with what is wanted besides.
   *
   * @param extras what else is written into the folder
   */
  public static int write(
      Compilation compilation,
      Set<Renderer.Extra> extras,
      Path target,
      String shown,
      boolean force,
      boolean lock)
      throws OutputException {
    int files = OutputFolder.replace(target, shown, force, inputs(compilation), sink -> {
      Renderer.render(compilation.plan().orElseThrow(), extras, sink);
      sink.file(
          OutputFolder.MARKER,
          false,
          out -> PodnetJson.write(
              out,
              PodnetVersion.TEXT,
              compilation.cluster().orElseThrow(),
              digests(compilation),
              compilation.overrides()));
    });
    if (lock) {
      try {
        LockFiles.write(compilation);
      } catch (IOException e) {
        throw new OutputException(
            Reason.ENVIRONMENT, "cannot write " + LockFiles.NAME + ": " + Failures.reason(e), e);
      }
    }
    return files;
  }

  /** What must not be in the folder that is replaced: what was read, and the lock beside it. */
  private static List<Path> inputs(Compilation compilation) {
    List<Path> paths = new ArrayList<>();
    compilation.inputs().forEach(i -> paths.add(i.path()));
    compilation.lockFile().filter(Files::exists).ifPresent(paths::add);
    return paths;
  }

  private static List<PodnetJson.Input> digests(Compilation compilation) {
    List<PodnetJson.Input> list = new ArrayList<>();
    for (InputFile file : compilation.inputs()) {
      list.add(new PodnetJson.Input(file.name(), file.sha256()));
    }
    return list;
  }
}
