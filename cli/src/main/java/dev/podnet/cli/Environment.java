package dev.podnet.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a run sees of the process it is in.
 *
 * @param workingFolder absolute; what relative paths are relative to
 * @param variables the environment's variables
 * @param in what is piped into the process
 * @param out takes results, in UTF-8
 * @param err takes everything else, in UTF-8
 * @param outIsTerminal whether a person sees out
 * @param errIsTerminal whether a person sees err
 */
public record Environment(
    Path workingFolder,
    Map<String, String> variables,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /** That of this process; the launcher says what is a terminal. */
  public static Environment ofProcess() {
    return new Environment(
        Path.of("").toAbsolutePath(),
        System.getenv(),
        System.in,
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
        Boolean.getBoolean("podnet.out.terminal"),
        Boolean.getBoolean("podnet.err.terminal"));
  }
}
