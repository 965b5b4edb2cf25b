package dev.podnet.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A real name server, knot, that serves the zones of an output. */
final class NameServer {

  private NameServer() {}

  /** The zones of an output: name, without a dot at its end, and file. */
  static SortedMap<String, Path> zones(Path out) {
    SortedMap<String, Path> zones = new TreeMap<>();
    try (Stream<Path> files = Files.list(out.resolve("dns/zones"))) {
      files.forEach(f -> zones.put(f.getFileName().toString().replaceFirst("\\.zone$", ""), f));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zones;
  }

  /** Starts it on a host of the lab, on port 53 of all its addresses; its log is {@code knot.log} in the base folder. */
  static void start(Lab lab, Path base, String host, Path out) throws IOException {
    Needs.tools("knotd");
    Path folder = Files.createDirectories(base.resolve("knot"));
    List<String> lines = new ArrayList<>(List.of(
        "server:",
        "    rundir: " + folder,
        "    pidfile: " + folder.resolve("knot.pid"),
        "    listen: [ 0.0.0.0@53, ::@53 ]",
        "    user: root:root",
        "database:",
        "    storage: " + folder.resolve("db"),
        "log:",
        "  - target: stdout",
        "    any: info",
        "zone:"));
    zones(out).forEach((name, file) -> {
      lines.add("  - domain: " + name + ".");
      lines.add("    file: " + file.toAbsolutePath());
      lines.add("    zonefile-sync: -1");
      lines.add("    journal-content: none");
      lines.add("    semantic-checks: on");
    });
    Path config = folder.resolve("knot.conf");
    Files.write(config, lines);
    lab.start(host, "knot.log", "knotd", "-c", config.toString());
  }
}
