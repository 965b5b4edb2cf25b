package dev.podnet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Says that podnet has failed, in one line, and keeps what a developer needs in a file. */
final class Bug {

  private Bug() {}

  static int report(Environment environment, String[] arguments, Throwable bug) {
    String what = bug.getClass().getSimpleName()
        + (bug.getMessage() == null
            ? ""
            : ": " + bug.getMessage().lines().findFirst().orElse(""));
    String trace = trace(bug);
    environment
        .err()
        .println("podnet: this is a bug in podnet: " + what + "; " + kept(arguments, trace));
    List<String> all = Arrays.asList(arguments);
    if (all.contains("-v") || all.contains("--verbose")) {
      environment.err().print(trace);
    }
    return ExitStatus.BUG;
  }

  private static String kept(String[] arguments, String trace) {
    try {
      Path file = Files.createTempFile("podnet-bug-", ".txt");
      Files.writeString(
          file,
          "podnet " + Version.TEXT + "\nJava " + System.getProperty("java.runtime.version") + ", "
              + System.getProperty("os.name") + " " + System.getProperty("os.version")
              + "\narguments " + Arrays.asList(arguments) + "\n\n" + trace);
      return "the report is in " + file;
    } catch (IOException e) {
      return "no report could be written (" + e.getMessage() + "), run it again with -v";
    }
  }

  private static String trace(Throwable bug) {
    StringWriter text = new StringWriter();
    bug.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
