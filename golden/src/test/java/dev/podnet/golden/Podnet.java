package dev.podnet.golden;

import dev.podnet.cli.Environment;
import dev.podnet.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program, run as a user runs it.
 *
 * @param status its exit status
 * @param out what it printed
 * @param err what it complained of
 */
record Podnet(int status, String out, String err) {

  /** Runs it in this JVM, from this module's folder. */
  static Podnet run(String... arguments) {
    return in(Path.of("").toAbsolutePath(), arguments);
  }

  /** Runs it in this JVM, from a folder. */
  static Podnet in(Path folder, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment = new Environment(
        folder,
        Map.of(),
        InputStream.nullInputStream(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        false);
    int status = Main.run(environment, arguments);
    return new Podnet(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /**
   * Runs it several times, one after the other in one JVM of its own with some options, from a folder; stops at the first
   * that does not succeed.
   *
   * @param more what stands behind its own classes on the class path; may be empty
   */
  static Podnet elsewhere(Path folder, List<String> options, String more, List<List<String>> runs)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    String classPath =
        System.getProperty("java.class.path") + (more.isEmpty() ? "" : File.pathSeparator + more);
    command.addAll(List.of("-cp", classPath, Runs.class.getName()));
    runs.forEach(r -> command.add(String.join(Runs.BETWEEN, r)));
    Process process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
    process.getOutputStream().close();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    process.getInputStream().transferTo(text);
    return new Podnet(process.waitFor(), "", text.toString(StandardCharsets.UTF_8));
  }

  /** The program of that JVM. */
  static final class Runs {
    static final String BETWEEN = "\u001f";

    private Runs() {}

    /** Each argument is the words of one run. */
    public static void main(String[] arguments) {
      for (String run : arguments) {
        int status = Main.run(Environment.ofProcess(), run.split(BETWEEN));
        if (status != 0) {
          System.exit(status);
        }
      }
    }
  }
}
