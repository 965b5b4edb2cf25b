package dev.podnet.lab;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program that makes hosts out of namespaces, and talks with it: one command, one answer. What it can do is said in
 * its own files ({@code runner/__main__.py}).
 *
 * <p>It runs in namespaces of its own that end with it, so nothing is left when a test, or the whole JVM, is killed.
 */
public final class Runner implements AutoCloseable {

  /** Where the program runs. */
  private interface Channel {
    String ask(String line) throws IOException;

    void close() throws IOException, InterruptedException;
  }

  private static final List<String> FILES =
      List.of("__main__.py", "hosts.py", "jobs.py", "probes.py", "dns.py", "state.py");
  private static final Gson GSON = new Gson();

  private static final Duration ANSWER = Duration.ofMinutes(15);

  private final Channel channel;

  private Runner(Channel channel) {
    this.channel = channel;
  }

  /** A process of this machine. */
  private record Local(Process process, Writer in, BufferedReader out, Path log)
      implements Channel {
    static Local of(Process process, Path log) {
      return new Local(
          process,
          process.outputWriter(StandardCharsets.UTF_8),
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
          log);
    }

    @Override
    public String ask(String line) throws IOException {
      in.write(line + "\n");
      in.flush();
      String answer = out.readLine();
      if (answer == null) {
        throw new IllegalStateException("the lab's runner has ended: " + Files.readString(log));
      }
      return answer;
    }

    @Override
    public void close() throws IOException, InterruptedException {
      in.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /** A script of the small machine; what its kernel complains of is a failure. */
  private record Remote(SmallMachine.Talk talk) implements Channel {
    @Override
    public String ask(String line) throws IOException {
      return talk.ask(line);
    }

    @Override
    public void close() throws IOException {
      SmallMachine.Result end = talk.end("end");
      if (end.status() != 0 || !end.lines().isEmpty()) {
        throw new IllegalStateException("the runner in the small machine ended with " + end);
      }
    }
  }

  /**
   * Starts it.
   *
   * @param base the folder that paths in commands are relative to; the runner's own files and log go there too
   * @param environment variables for it and every program it runs, such as another {@code PATH}
   */
  public static Runner start(Path base, Map<String, String> environment) throws IOException {
    Path files = unpack(base.resolve("runner"));
    Path log = base.resolve("runner.log");
    ProcessBuilder builder = new ProcessBuilder(
        "unshare",
        "--net",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc", //
        "/usr/bin/python3",
        "-I",
        "-S",
        "-B",
        files.toString(),
        base.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    return new Runner(Local.of(builder.redirectError(log.toFile()).start(), log));
  }

  /**
   * Starts it in the small machine, with a copy of what is in the folder now.
   *
   * @param base the folder that paths in commands are relative to
   */
  static Runner start(Path base, SmallMachine machine, String path) throws IOException {
    unpack(base.resolve("runner"));
    Files.writeString(
        base.resolve("run"),
        "export PATH=" + path + " LC_ALL=C\nexec python3 -I -S -B runner . 2>runner.log\n");
    return new Runner(new Remote(machine.talk(base, ANSWER)));
  }

  /** The system's Python, or else the one of the path. */
  private static String python() {
    String path = "/usr/bin:" + System.getenv("PATH");
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder, "python3"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(() -> new IllegalStateException("the lab needs python3"));
  }

  /** Writes the runner's files into a folder. */
  public static Path unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String file : FILES) {
      try (InputStream source = Runner.class.getResourceAsStream("runner/" + file)) {
        Files.write(folder.resolve(file), source.readAllBytes());
      }
    }
    return folder;
  }

  /**
   * Does one thing.
   *
   * @param op the command, such as {@code probe}
   * @param arguments what it takes, as Gson turns it into JSON
   * @throws IllegalStateException when it failed; the message has the runner's own
   */
  public JsonObject call(String op, Map<String, ?> arguments) {
    try {
      String answer = channel.ask(command(op, arguments));
      if (!answer.startsWith("{")) {
        throw new IllegalStateException("the lab's runner says to " + op + ": " + answer);
      }
      return checked(op, JsonParser.parseString(answer).getAsJsonObject());
    } catch (IOException e) {
      throw new UncheckedIOException("the lab's runner does not answer", e);
    }
  }

  /** A command as one line of JSON. */
  static String command(String op, Map<String, ?> arguments) {
    Map<String, Object> all = new TreeMap<>(arguments);
    all.put("op", op);
    return GSON.toJson(all);
  }

  /** An answer, if it is a good one. */
  static JsonObject checked(String op, JsonObject answer) {
    JsonElement ok = answer.get("ok");
    if (ok == null || !ok.getAsBoolean()) {
      throw new IllegalStateException(
          "the lab's runner could not " + op + ":\n" + answer.get("error").getAsString());
    }
    return answer;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lab's runner does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
