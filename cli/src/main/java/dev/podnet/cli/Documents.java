package dev.podnet.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;

/**
 * What a package holds beside the program: manual pages and completion, made from the commands themselves. The build of the
 * packages calls it.
 */
public final class Documents {

  private Documents() {}

  /**
   * Writes everything.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (Map.Entry<String, String> page : manualPages().entrySet()) {
      Path file = folder.resolve("man/" + page.getKey());
      byte[] text = page.getValue().getBytes(StandardCharsets.UTF_8);
      write(file, text);
      write(file.resolveSibling(page.getKey() + ".gz"), compressed(text));
    }
    for (String shell : new Words.Shells()) {
      write(folder.resolve("completion/podnet." + shell), completion(shell));
    }
  }

  /** Each page by its file's name, such as {@code podnet-check.1}. */
  static SortedMap<String, String> manualPages() {
    CommandLine root = Commands.line(nowhere(OutputStream.nullOutputStream()));
    // Lines are broken by who reads the page.
    root.setUsageHelpWidth(1000);
    List<CommandLine> all = new ArrayList<>(List.of(root));
    root.getSubcommands().values().stream()
        .filter(c -> !c.getCommandSpec().usageMessage().hidden())
        .forEach(all::add);
    List<String> names = all.stream().map(ManPage::name).sorted().toList();
    SortedMap<String, String> pages = new TreeMap<>();
    for (CommandLine each : all) {
      pages.put(ManPage.name(each) + ".1", ManPage.of(each, names));
    }
    return pages;
  }

  private static byte[] completion(String shell) {
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    int status = Main.run(nowhere(script), "completion", shell);
    if (status != ExitStatus.DONE) {
      throw new IllegalStateException("podnet completion " + shell + " ends with " + status);
    }
    return script.toByteArray();
  }

  /** An environment without anything in it, so that the machine does not show. */
  private static Environment nowhere(OutputStream out) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Environment(
        Path.of("").toAbsolutePath(),
        Map.of(),
        InputStream.nullInputStream(),
        print,
        print,
        false,
        false);
  }

  /** As Debian wants it (policy 12.1, 12.3): compressed, without a time. */
  private static byte[] compressed(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
      {
        def.setLevel(9);
      }
    }) {
      gzip.write(text);
    }
    byte[] member = bytes.toByteArray();
    // RFC 1952, 2.3.1: compressed as well as can be; on Unix. Java says neither, and JDKs differ in
    // it.
    member[8] = 2;
    member[9] = 3;
    return member;
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
