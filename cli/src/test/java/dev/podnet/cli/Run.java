package dev.podnet.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * One run of the program in this JVM.
 *
 * @param status its exit status
 * @param out what it printed
 * @param err what it complained of
 */
record Run(int status, String out, String err) {

  static final String SPEC = """
      cluster shop { backend vxlan }
      node n1 { address 192.168.1.11 }
      node n2 { address 192.168.1.12 }
      namespace default {
        pods web 2 {
          labels app=web
          container nginx { port http 8080 }
        }
        service web {
          selector app=web
          port http 80 -> http
        }
      }
      """;

  static Run in(Path folder, String... arguments) {
    return in(folder, Map.of(), false, arguments);
  }

  static Run in(Path folder, Map<String, String> variables, boolean terminal, String... arguments) {
    return piped(folder, variables, terminal, "", arguments);
  }

  /** A run with a text on standard input. */
  static Run piped(Path folder, String input, String... arguments) {
    return piped(folder, Map.of(), false, input, arguments);
  }

  private static Run piped(
      Path folder,
      Map<String, String> variables,
      boolean terminal,
      String input,
      String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment = new Environment(
        folder,
        variables,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal,
        terminal);
    int status = Main.run(environment, arguments);
    environment.out().flush();
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  JsonObject json() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
